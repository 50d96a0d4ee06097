import { type DeployedSource } from './sources';

const CONSUMER_GROUPS = ['bronze', 'live', 'heal', 'stream-analytics'];

/**
 * The hubs of the pipeline, in the shape of the official emulator's Config.json.
 *
 * @param partitionCount of a hub whose source gives none
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
