import { parseConfiguration } from '../../../local/event-hubs/configuration';
import { configurationOf, Harness } from './harness';

const harness = new Harness();
afterEach(() => harness.close());

const withEntity = (entity: unknown): unknown => ({
  UserConfig: { NamespaceConfig: [{ Type: 'EventHub', Name: 'local', Entities: [entity] }] },
});

describe('configuration', () => {
  it('reads the official emulator’s Config.json', () => {
    expect(
      parseConfiguration({
        UserConfig: {
          NamespaceConfig: [
            {
              Type: 'EventHub',
              Name: 'emulatorNs1',
              Entities: [
                { Name: 'eh1', PartitionCount: '2', ConsumerGroups: [{ Name: 'cg1' }] },
                { Name: 'eh2', PartitionCount: 4 },
              ],
            },
          ],
          LoggingConfig: { Type: 'File' },
        },
      }),
    ).toEqual([
      { name: 'eh1', partitionCount: 2, consumerGroups: ['$Default', 'cg1'] },
      { name: 'eh2', partitionCount: 4, consumerGroups: ['$Default'] },
    ]);
  });

  it.each([
    ['UserConfig', {}],
    ['UserConfig.NamespaceConfig', { UserConfig: {} }],
    ['UserConfig.NamespaceConfig', { UserConfig: { NamespaceConfig: [] } }],
    ['UserConfig.NamespaceConfig[0].Type', { UserConfig: { NamespaceConfig: [{ Type: 'ServiceBus' }] } }],
    ['Entities[0].Name', withEntity({ Name: 'no spaces', PartitionCount: 1 })],
    ['Entities[0].PartitionCount', withEntity({ Name: 'hub', PartitionCount: 0 })],
    ['Entities[0].PartitionCount', withEntity({ Name: 'hub', PartitionCount: 'many' })],
    [
      'Entities[0].ConsumerGroups[0].Name',
      withEntity({ Name: 'hub', PartitionCount: 1, ConsumerGroups: [{}] }),
    ],
    [
      'Entities[0].CaptureDescription',
      withEntity({ Name: 'hub', PartitionCount: 1, CaptureDescription: {} }),
    ],
  ])('refuses an invalid %s with the path of the field', (field, configuration) => {
    expect(() => parseConfiguration(configuration)).toThrow(field);
  });

  it('refuses an option out of range with its name', async () => {
    await expect(harness.start({ segmentBytes: 0 })).rejects.toMatchObject({
      code: 'option_invalid',
      message: expect.stringContaining('segmentBytes') as string,
    });
  });

  it('refuses a changed number of partitions', async () => {
    const dataDirectory = await harness.directory();
    const first = await harness.start({ dataDirectory, configuration: configurationOf(2) });
    await first.close();
    await expect(harness.start({ dataDirectory, configuration: configurationOf(4) })).rejects.toMatchObject({
      code: 'option_invalid',
    });
    await harness.start({ dataDirectory, configuration: configurationOf(2) });
  });

  it('refuses a port in use, and releases the data directory', async () => {
    const first = await harness.start();
    const dataDirectory = await harness.directory();
    await expect(harness.start({ dataDirectory, port: first.port })).rejects.toMatchObject({
      code: 'start_failed',
    });
    await harness.start({ dataDirectory });
  });
});
