import { type HostLog } from '../host/host-log';
import { type PartitionBlobs } from './partition-blobs';

/** How a host that stops says that it owns a partition no more. */
const NOBODY = '';

export interface PartitionOwnershipOptions {
  readonly blobs: PartitionBlobs;
  readonly ownerId: string;
  readonly partitionIds: readonly string[];
  readonly renewalMilliseconds: number;
  readonly log: HostLog;
}

/**
 * Tells other processors that this host owns the partitions of its hub and group, a blob a partition. One that was
 * killed leaves its blobs; they lapse when they were not renewed for `partitionOwnershipExpirationInterval`.
 *
 * The host takes every partition whatever the blobs say. Microsoft's waits until another's ownership lapsed, which
 * would be two minutes at every start after a kill.
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
    // A host that fails to start ends by itself.
    this.#renewal.unref();
  }

  /** What cannot be given up lapses by itself. */
  async release(): Promise<void> {
    clearInterval(this.#renewal);
    if (this.#renewal === undefined) return;
    await this.#renewing;
    await this.#write(NOBODY).catch((error: unknown) => {
      this.#warn('given up', error);
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
