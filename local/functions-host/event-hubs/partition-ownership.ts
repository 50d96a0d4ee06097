import { type HostLog } from '../host/host-log';
import { type PartitionBlobs } from './partition-blobs';

/** Owner id that a stopping host writes to release a partition. */
const NOBODY = '';

export interface PartitionOwnershipOptions {
  readonly blobs: PartitionBlobs;
  readonly ownerId: string;
  readonly partitionIds: readonly string[];
  readonly renewalMilliseconds: number;
  readonly log: HostLog;
}

/**
 * Claims the partitions of a hub and consumer group for this host: one blob for each partition. A killed host
 * leaves its blobs, which expire if they are not renewed for `partitionOwnershipExpirationInterval`.
 *
 * This host takes all partitions regardless of the blobs. Microsoft's waits until the ownership of another
 * host has expired, which would be two minutes at every start after a kill.
 */
export class PartitionOwnership {
  readonly #options: PartitionOwnershipOptions;
  #renewal: NodeJS.Timeout | undefined;
  #renewing: Promise<void> = Promise.resolve();

  constructor(options: PartitionOwnershipOptions) {
    this.#options = options;
  }

  async claim(): Promise<void> {
    await this.#write(this.#options.ownerId);
    this.#renewal = setInterval(() => {
      this.#renewing = this.#write(this.#options.ownerId).catch((error: unknown) => {
        this.#warn('renewed', error);
      });
    }, this.#options.renewalMilliseconds);
    // A host that fails to start also ends its timer.
    this.#renewal.unref();
  }

  /** Ownership that is not released expires. */
  async release(): Promise<void> {
    clearInterval(this.#renewal);
    if (this.#renewal === undefined) return;
    await this.#renewing;
    await this.#write(NOBODY).catch((error: unknown) => {
      this.#warn('released', error);
    });
  }

  async #write(ownerid: string): Promise<void> {
    const { blobs, partitionIds } = this.#options;
    await Promise.all(partitionIds.map((partitionId) => blobs.write(partitionId, { ownerid })));
  }

  #warn(what: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.log.write('warning', 'Host.EventHubs', `Ownership could not be ${what}: ${reason}`);
  }
}
