import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInError } from '../kit';
import { type DeployedSource } from './sources';

const CONSUMER_GROUPS = ['bronze', 'heal', 'stream-analytics'];

/**
 * Returns the hubs of the pipeline in the format of the official emulator's Config.json.
 *
 * @param partitionCount of hubs whose source sets none
 */
export function toEmulatorConfiguration(sources: readonly DeployedSource[], partitionCount: number): object {
  return {
    UserConfig: {
      NamespaceConfig: [
        {
          Type: 'EventHub',
          Name: 'emulatorNs1',
          Entities: sources.map(({ name, partitions }) => ({
            Name: name,
            PartitionCount: partitions ?? partitionCount,
            ConsumerGroups: CONSUMER_GROUPS.map((group) => ({ Name: group })),
          })),
        },
      ],
      LoggingConfig: { Type: 'File' },
    },
  };
}

export interface HubsOptions {
  readonly dataDirectory: string;
  readonly sources: readonly DeployedSource[];
  /** Partitions of hubs whose source sets none. */
  readonly partitionCount: number;
  readonly notify: (message: string) => void;
}

/**
 * Writes the configuration of the hubs into the data folder. A hub of a kept folder keeps its number of partitions, which
 * is fixed when a hub is created, and a notice says so.
 *
 * @returns the path of the file
 * @throws StandInError `corrupt` if the number of a kept hub cannot be read
 */
export function writeHubs({ dataDirectory, sources, partitionCount, notify }: HubsOptions): string {
  const kept = sources.map((source) => {
    const wanted = source.partitions ?? partitionCount;
    const partitions = readPartitions(dataDirectory, source.name) ?? wanted;
    if (partitions !== wanted)
      notify(
        `The hub ${source.name} keeps its ${partitions} partitions: the number is fixed when a hub is created. ` +
          `A new data folder gets ${wanted}: start with --fresh, which deletes the data, or with --data.`,
      );
    return { ...source, partitions };
  });
  const file = join(dataDirectory, 'event-hubs.json');
  writeFileSync(file, JSON.stringify(toEmulatorConfiguration(kept, partitionCount), null, 2));
  return file;
}

/** The partitions of a hub in a kept folder; undefined for a new hub. */
function readPartitions(dataDirectory: string, hub: string): number | undefined {
  const file = join(dataDirectory, 'event-hubs', 'hubs', hub, 'hub.json');
  if (!existsSync(file)) return undefined;
  try {
    const { partitionCount } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly partitionCount?: unknown;
    };
    if (typeof partitionCount === 'number') return partitionCount;
  } catch (error) {
    throw new StandInError(
      'corrupt',
      `${file} cannot be read: start with --fresh, or restore the file`,
      error,
    );
  }
  throw new StandInError('corrupt', `${file} has no partitionCount: start with --fresh, or restore the file`);
}
