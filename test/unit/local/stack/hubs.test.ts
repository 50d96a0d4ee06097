import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeHubs } from '../../../../local/stack/hubs';

let dataDirectory: string;
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'sluice-hubs-'));
});
afterEach(() => {
  rmSync(dataDirectory, { recursive: true, force: true });
});

function keepHub(name: string, content: string): void {
  mkdirSync(join(dataDirectory, 'event-hubs/hubs', name), { recursive: true });
  writeFileSync(join(dataDirectory, 'event-hubs/hubs', name, 'hub.json'), content);
}

/** Partitions by hub, and the notices. */
function write(sources: readonly { readonly name: string; readonly partitions?: number }[]) {
  const notices: string[] = [];
  const file = writeHubs({
    dataDirectory,
    sources: sources as never,
    partitionCount: 4,
    notify: (message) => notices.push(message),
  });
  const { UserConfig } = JSON.parse(readFileSync(file, 'utf8')) as {
    UserConfig: { NamespaceConfig: [{ Entities: { Name: string; PartitionCount: number }[] }] };
  };
  const [{ Entities }] = UserConfig.NamespaceConfig;
  return { hubs: Object.fromEntries(Entities.map((one) => [one.Name, one.PartitionCount])), notices };
}

it('makes new hubs with the partitions of their source', () => {
  expect(write([{ name: 'iot', partitions: 6 }, { name: 'shop' }])).toEqual({
    hubs: { iot: 6, shop: 4 },
    notices: [],
  });
});

it.each([6, 2])(
  'keeps the partitions of a hub in a kept folder, and says so, when %i are declared',
  (partitions) => {
    keepHub('iot', JSON.stringify({ name: 'iot', partitionCount: 4 }));
    expect(
      write([
        { name: 'iot', partitions },
        { name: 'shop', partitions: 3 },
      ]),
    ).toEqual({
      hubs: { iot: 4, shop: 3 },
      notices: [
        'The hub iot keeps its 4 partitions: the number is fixed when a hub is created. ' +
          `A new data folder gets ${partitions}: start with --fresh, which deletes the data, or with --data.`,
      ],
    });
  },
);

it.each(['{', '{}'])('names the file when it is %s', (content) => {
  keepHub('iot', content);
  expect(() => write([{ name: 'iot' }])).toThrow(/hub\.json .*start with --fresh/);
});
