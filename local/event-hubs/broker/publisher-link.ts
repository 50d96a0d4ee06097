import { type Address } from '../amqp/address';
import { readPublication } from '../amqp/read-batch';
import {
  type AmqpCondition,
  type RheaContext,
  type RheaDelivery,
  type RheaReceiver,
} from '../amqp/rhea-view';
import { type PartitionLog } from '../log/partition-log';
import { amqpErrors } from './amqp-errors';
import { type Hub, unknownPartition } from './hub';
import { refusedLinkFeature } from './link-features';
import { type Namespace } from './namespace';

const RECEIVER_SETTLES_FIRST = 0;

/** Limit of publications in flight on one link. */
const LINK_CREDIT = 1000;

/** If more bytes wait to be written in one partition, the connection that sends them is paused. */
const MAXIMUM_PENDING_BYTES = 32 * 1024 * 1024;

/**
 * Attaches a publisher to `HUB` or `HUB/Partitions/N`. A publication is stored completely or not at all, and
 * is accepted after all its events are written. Returns the error why the link is refused, or undefined.
 */
export function attachPublisher(
  link: RheaReceiver,
  address: Extract<Address, { kind: 'hub' }>,
  namespace: Namespace,
): AmqpCondition | undefined {
  const hub = namespace.hub(address.hub);
  const target = link.target?.address ?? '';
  if (hub === undefined) return amqpErrors.entityNotFound(target);
  const partition = address.partition === undefined ? undefined : hub.partition(address.partition);
  if (address.partition !== undefined && partition === undefined) {
    return amqpErrors.outOfRange(unknownPartition(hub, address.partition));
  }
  const refused = refusedLinkFeature(link);
  if (refused !== undefined) return refused;
  link.set_source({ address: link.source?.address ?? '' });
  link.set_target({ address: target });
  // Publishers may ask for "second". An accepted publication is stored, so one settlement suffices.
  link.local.attach.rcv_settle_mode = RECEIVER_SETTLES_FIRST;
  link.local.attach.max_message_size = namespace.maximumMessageBytes;
  link.on('message', (context: RheaContext) => {
    const { delivery, message } = context;
    if (delivery === undefined || !Buffer.isBuffer(message)) return;
    receive({ link, hub, partition, namespace }, delivery, message);
  });
  link.add_credit(LINK_CREDIT);
  return undefined;
}

interface Publisher {
  readonly link: RheaReceiver;
  readonly hub: Hub;
  /** Undefined: the hub selects the partition. */
  readonly partition: PartitionLog | undefined;
  readonly namespace: Namespace;
}

function receive(publisher: Publisher, delivery: RheaDelivery, bytes: Buffer): void {
  const { link, hub, namespace } = publisher;
  const refuse = (error: AmqpCondition): void => {
    delivery.reject(error);
    link.add_credit(1);
  };
  if (bytes.length > namespace.maximumMessageBytes) {
    refuse(amqpErrors.tooLarge(bytes.length, namespace.maximumMessageBytes));
    return;
  }
  if (namespace.faults.refuseSends > 0) {
    namespace.faults.refuseSends -= 1;
    refuse(amqpErrors.serverBusy('A fault switch makes the hub refuse this publication.'));
    return;
  }
  const publication = readPublication(bytes, delivery.format ?? undefined);
  if (publication.kind === 'malformed') {
    refuse(amqpErrors.malformed(publication.reason));
    return;
  }
  const { events, partitionKey } = publication;
  if (publisher.partition !== undefined && partitionKey !== undefined) {
    refuse(amqpErrors.notAllowed('An event for a given partition cannot have a partition key.'));
    return;
  }
  const log = publisher.partition ?? hub.choosePartition(partitionKey);
  const content = {
    events,
    ...(partitionKey !== undefined && { partitionKey: Buffer.from(partitionKey, 'utf8') }),
  };
  log.append(content).then(
    () => {
      settle(publisher, delivery, log);
    },
    (error: unknown) => {
      namespace.report(error);
      readOn(link, log);
      refuse(amqpErrors.internal(error));
    },
  );
  if (log.pendingBytes > MAXIMUM_PENDING_BYTES) link.connection.socket.pause();
}

function settle({ link, namespace }: Publisher, delivery: RheaDelivery, log: PartitionLog): void {
  readOn(link, log);
  if (namespace.faults.loseSendReplies > 0) {
    namespace.faults.loseSendReplies -= 1;
    link.connection.socket.destroy();
    return;
  }
  delivery.accept();
  link.add_credit(1);
}

function readOn(link: RheaReceiver, log: PartitionLog): void {
  const { socket } = link.connection;
  if (socket.isPaused() && log.pendingBytes < MAXIMUM_PENDING_BYTES) socket.resume();
}
