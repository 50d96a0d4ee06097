import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { findHead } from '../landing';
import { slotPath, type SlotReader, type SlotStore } from '../landing/store';
import { type PartitionId, toSlot } from '../event-log/positions';
import { SluiceError } from '../platform/errors';
import { type CheckpointPosition } from './ports';

const gunzipAsync = promisify(gunzip);

/**
 * Reads the last event of a partition in Bronze, with the offset of its line.
 *
 * @returns undefined before the first slot
 * @throws SluiceError `landing_invariant` if the newest slot does not end with the event that its metadata names
 */
export async function readBronzeEnd(
  slots: Pick<SlotStore, 'readMetadata' | 'firstSlot'> & Pick<SlotReader, 'read'>,
  partition: PartitionId,
): Promise<CheckpointPosition | undefined> {
  const head = await findHead({ store: slots, partition });
  if (head.metadata === undefined) return undefined;
  const path = slotPath(partition, toSlot(head.slot));
  const { body, metadata } = await slots.read(path);
  const line = (await gunzipAsync(body)).toString('utf8').trimEnd().split('\n').at(-1) ?? '';
  const { sequenceNumber, offset } = readMeta(line, path);
  if (sequenceNumber !== metadata.lastSequenceNumber) {
    throw new SluiceError(
      'landing_invariant',
      `slot ${path} ends with sequence number ${String(sequenceNumber)}, but its metadata has ${metadata.lastSequenceNumber}`,
      { kind: 'permanent', data: { path } },
    );
  }
  return { sequenceNumber: metadata.lastSequenceNumber, offset: toOffset(offset) };
}

function readMeta(
  line: string,
  path: string,
): { readonly sequenceNumber?: unknown; readonly offset?: unknown } {
  try {
    return (JSON.parse(line) as { meta?: object }).meta ?? {};
  } catch (cause) {
    throw new SluiceError('landing_invariant', `the last line of slot ${path} is not a Bronze line`, {
      kind: 'permanent',
      data: { path },
      cause,
    });
  }
}

/** -1 means that the offset was not a number. As a position it would mean the beginning of the hub. */
function toOffset(offset: unknown): string | undefined {
  return typeof offset === 'string' && offset !== '' && offset !== '-1' ? offset : undefined;
}
