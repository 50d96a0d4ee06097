/** The hubs of the pipeline, in the shape of the official emulator's Config.json. */
export const SOURCES = ['iot', 'ecommerce', 'customers', 'logistics'] as const;

export type Source = (typeof SOURCES)[number];

const CONSUMER_GROUPS = ['bronze', 'live', 'heal', 'stream-analytics'];

export function toEmulatorConfiguration(partitionCount: number): object {
  return {
    UserConfig: {
      NamespaceConfig: [
        {
          Type: 'EventHub',
          Name: 'emulatorNs1',
          Entities: SOURCES.map((source) => ({
            Name: source,
            PartitionCount: partitionCount,
            ConsumerGroups: CONSUMER_GROUPS.map((group) => ({ Name: group })),
          })),
        },
      ],
      LoggingConfig: { Type: 'File' },
    },
  };
}
