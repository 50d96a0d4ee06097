import { type DeployedSource } from './sources';

const CONSUMER_GROUPS = ['bronze', 'live', 'heal', 'stream-analytics'];

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
