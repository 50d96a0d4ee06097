import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StandInError } from '../../shared/stand-in-error';

/** How far a consumer group has read a partition. */
export interface Checkpoint {
  readonly offset: string;
  readonly sequenceNumber: number;
}

/** The checkpoints of one hub and consumer group, a file a partition; the platform keeps them in blobs. */
export class CheckpointStore {
  readonly #directory: string;

  constructor({
    dataDirectory,
    hub,
    consumerGroup,
  }: {
    dataDirectory: string;
    hub: string;
    consumerGroup: string;
  }) {
    // Names of hubs and groups ignore case.
    const [hubPart, groupPart] = [hub, consumerGroup].map((name) => encodeURIComponent(name.toLowerCase()));
    this.#directory = join(dataDirectory, 'checkpoints', hubPart ?? '', groupPart ?? '');
  }

  /** @throws StandInError `corrupt` when the file is there and is no checkpoint */
  async read(partitionId: string): Promise<Checkpoint | undefined> {
    const path = this.#pathOf(partitionId);
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      const { offset, sequenceNumber } = JSON.parse(text) as Partial<Checkpoint>;
      if (typeof offset === 'string' && typeof sequenceNumber === 'number') return { offset, sequenceNumber };
    } catch (cause) {
      throw new StandInError('corrupt', `${path} is no checkpoint`, cause);
    }
    throw new StandInError('corrupt', `${path} is no checkpoint`);
  }

  /** Replaces the file in one step; the content is on the disk before the name is. */
  async write(partitionId: string, checkpoint: Checkpoint): Promise<void> {
    const path = this.#pathOf(partitionId);
    await mkdir(dirname(path), { recursive: true });
    const file = await open(`${path}.new`, 'w');
    try {
      await file.writeFile(JSON.stringify(checkpoint));
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  }

  #pathOf(partitionId: string): string {
    return join(this.#directory, `${partitionId}.json`);
  }
}
