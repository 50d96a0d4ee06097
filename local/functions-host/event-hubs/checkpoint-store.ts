import { type HostLog } from '../host/host-log';
import { type PartitionBlobs } from './partition-blobs';
import { type StartPosition } from './start-position';

/** How far a consumer group has read a partition. */
export interface Checkpoint {
  /** Offset of the last read event; undefined if an operator set only a sequence number. */
  readonly offset: string | undefined;
  readonly sequenceNumber: number | undefined;
}

/** A stored checkpoint with its time of writing. */
export interface StoredCheckpoint extends Checkpoint {
  readonly writtenAt: Date | undefined;
}

/** Value that the extension writes for an unknown offset. */
const NO_OFFSET = 'no offset';

/** The checkpoints of one hub and consumer group: one blob for each partition. */
export class CheckpointStore {
  readonly #blobs: PartitionBlobs;
  readonly #ownerId: string;
  readonly #log: HostLog;

  /** @param options.ownerId identifies this host as the writer */
  constructor({ blobs, ownerId, log }: { blobs: PartitionBlobs; ownerId: string; log: HostLog }) {
    this.#blobs = blobs;
    this.#ownerId = ownerId;
    this.#log = log;
  }

  /** @returns undefined if there is no blob, or one without offset and sequence number */
  async read(partitionId: string): Promise<StoredCheckpoint | undefined> {
    const blob = await this.#blobs.read(partitionId);
    if (blob === undefined) return undefined;
    const { offset = '', sequencenumber = '' } = blob.metadata;
    const checkpoint = {
      offset: offset === '' || offset.toLowerCase() === NO_OFFSET ? undefined : offset,
      sequenceNumber: /^-?\d{1,16}$/.test(sequencenumber) ? Number(sequencenumber) : undefined,
      writtenAt: blob.lastModified,
    };
    if (checkpoint.offset !== undefined || checkpoint.sequenceNumber !== undefined) return checkpoint;
    const name = this.#blobs.nameOf(partitionId);
    this.#log.write('warning', 'Host.EventHubs', `The checkpoint ${name} has no position and is ignored`);
    return undefined;
  }

  async write(partitionId: string, { offset, sequenceNumber }: Checkpoint): Promise<void> {
    await this.#blobs.write(partitionId, {
      offset: offset ?? '',
      sequencenumber: sequenceNumber === undefined ? '' : String(sequenceNumber),
      clientidentifier: this.#ownerId,
    });
  }
}

/** Returns the start position after a checkpoint. As in the extension, the offset has priority. */
export function toPositionAfter({ offset, sequenceNumber = -1 }: Checkpoint): StartPosition {
  return offset === undefined ? { after: 'sequenceNumber', sequenceNumber } : { after: 'offset', offset };
}
