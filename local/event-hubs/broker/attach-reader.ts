import { type Address } from '../amqp/address';
import { type AmqpCondition, type RheaSender } from '../amqp/rhea-view';
import { parseFilter } from '../amqp/selector';
import { openCursor, type OpenedCursor } from '../log/open-cursor';
import { type PartitionLog } from '../log/partition-log';
import { type StartPosition } from '../log/start-position';
import { amqpErrors } from './amqp-errors';
import { capabilitiesOf, refusedLinkFeature } from './link-features';
import { unknownPartition } from './hub';
import { type Namespace } from './namespace';
import { ReaderLink } from './reader-link';
import { type RegisteredReader } from './reader-registry';

const SENDER_SETTLES = 1;
const RECEIVER_SETTLES_FIRST = 0;
const TRACKS_LAST_ENQUEUED = 'com.microsoft:enable-receiver-runtime-metric';
const OWNER_LEVEL = 'com.microsoft:epoch';

/** An attached reader as its connection manages it. */
export interface AttachedReader {
  wake(): void;
  close(): void;
}

/**
 * Attaches a reader to `HUB/ConsumerGroups/GROUP/Partitions/N`. Returns the reader, or the error why the link
 * is refused. Finding the start position may need a disk read; an invalid position closes the link
 * afterwards.
 */
export function attachReader(
  link: RheaSender,
  address: Extract<Address, { kind: 'reader' }>,
  namespace: Namespace,
): AttachedReader | AmqpCondition {
  const source = link.source?.address ?? '';
  const hub = namespace.hub(address.hub);
  if (hub?.hasConsumerGroup(address.consumerGroup) !== true) return amqpErrors.entityNotFound(source);
  const log = hub.partition(address.partition);
  if (log === undefined) return amqpErrors.outOfRange(unknownPartition(hub, address.partition));
  const refused = refusedLinkFeature(link);
  if (refused !== undefined) return refused;
  const filter = parseFilter(link.source?.filter);
  if (filter.kind === 'unsupported') return amqpErrors.notSupported(`this filter: ${filter.reason}`);
  if (filter.kind === 'invalid') return amqpErrors.argument(filter.reason);
  const ownerLevel = readOwnerLevel(link);
  if (ownerLevel === 'invalid') return amqpErrors.argument(`${OWNER_LEVEL} must be a whole number from 0`);

  let reader: ReaderLink | undefined;
  let closed = false;
  const close = (): void => {
    closed = true;
    hub.readers.leave(address.consumerGroup, address.partition, registered);
    reader?.close();
  };
  const closeWith = (error: AmqpCondition): void => {
    if (closed) return;
    close();
    link.close(error);
  };
  const registered: RegisteredReader = { ownerLevel, disconnect: closeWith };
  const onFault = (error: unknown): void => {
    namespace.report(error);
    closeWith(amqpErrors.internal(error));
  };
  const notAdmitted = hub.readers.admit(address.consumerGroup, address.partition, registered);
  if (notAdmitted !== undefined) return notAdmitted;

  link.set_source({ address: source, ...(link.source?.filter && { filter: link.source.filter }) });
  link.set_target({ address: link.target?.address ?? '' });
  // Readers of Python and Java ask for "unsettled" and accept this answer.
  link.local.attach.snd_settle_mode = SENDER_SETTLES;
  link.local.attach.rcv_settle_mode = RECEIVER_SETTLES_FIRST;
  const tracksLastEnqueued = capabilitiesOf(link).includes(TRACKS_LAST_ENQUEUED);
  openWithFaults(log, filter.start, namespace.faults.redeliverEvents).then((opened) => {
    if (opened.kind === 'beyond-the-end') {
      closeWith(
        amqpErrors.argument(
          `The start position is invalid: the last one in the partition is ${opened.last}.`,
        ),
      );
    } else if (closed) {
      return opened.cursor.close();
    } else {
      reader = new ReaderLink({
        link,
        log,
        cursor: opened.cursor,
        tracksLastEnqueued,
        now: namespace.now,
        onFault,
      });
      reader.wake();
    }
    return undefined;
  }, onFault);
  return { wake: () => reader?.wake(), close };
}

/** With the redelivery fault, a reader starts some events before the requested position. */
async function openWithFaults(
  log: PartitionLog,
  start: StartPosition,
  redeliver: number,
): Promise<OpenedCursor> {
  const opened = await openCursor(log, start);
  if (redeliver <= 0 || opened.kind !== 'opened') return opened;
  const { cursor } = opened;
  let first = log.nextSequenceNumber;
  for (;;) {
    if (cursor.next()) {
      first = cursor.sequenceNumber;
      break;
    }
    if ((await cursor.load()) === 'end') break;
  }
  await cursor.close();
  return openCursor(log, { kind: 'sequenceNumber', value: Math.max(0, first - redeliver), inclusive: true });
}

function readOwnerLevel(link: RheaSender): number | undefined | 'invalid' {
  const value: unknown = link.properties?.[OWNER_LEVEL];
  if (value === undefined || value === null) return undefined;
  const level = Number(value);
  return Number.isSafeInteger(level) && level >= 0 ? level : 'invalid';
}
