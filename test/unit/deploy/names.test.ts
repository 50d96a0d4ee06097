import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toEmulatorConfiguration } from '../../../local/stack/hubs';
import { describeSettings } from '../../../src/lib/config';
import { SOURCES } from '../../../src/lib/shared/source';
import { type BicepFile } from '../../helpers/bicep';
import { at, asText, expressionsIn, isObject, type Value } from '../../helpers/bicep-value';
import { bicepPaths, fileAt, readProject, REPOSITORY } from './project';

const read = (...path: string[]): string => readFileSync(join(REPOSITORY, ...path), 'utf8');

const list = (...path: string[]): string[] =>
  readdirSync(join(REPOSITORY, ...path), { recursive: true, encoding: 'utf8' }).map((name) =>
    join(...path, name),
  );

const matchesIn = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name = '']) => name)),
];

const sorted = (names: Iterable<string>): string[] => [...names].sort();

/** What the settings of the app are without a setting. */
const defaults = new Map(describeSettings().map(({ name, default: initial }) => [name, initial]));

interface Entity {
  readonly Name: string;
  readonly ConsumerGroups: readonly { readonly Name: string }[];
}
const emulator = toEmulatorConfiguration(4) as {
  readonly UserConfig: { readonly NamespaceConfig: readonly [{ readonly Entities: readonly Entity[] }] };
};
const localHubs = emulator.UserConfig.NamespaceConfig[0].Entities;

describe('names agree', () => {
  let main: BicepFile;
  let streams: BicepFile;
  const variable = (name: string): Value => main.variables.find((one) => one.name === name)?.value ?? null;
  const texts = (value: Value): string[] =>
    sorted(Object.values(isObject(value) || Array.isArray(value) ? value : {}).map(asText));

  beforeAll(async () => {
    const project = await readProject();
    const found = (path: string): BicepFile => {
      const file = fileAt(project, path);
      if (file === undefined) throw new Error(`there is no ${path}`);
      return file;
    };
    main = found('bicep/main.bicep');
    streams = found('bicep/modules/stream-analytics.bicep');
  });

  it('of sources: hubs, contracts, Silver, tasks of the job and the local stack', () => {
    const sources = sorted(SOURCES);
    expect(texts(variable('hubs'))).toEqual(sources);
    expect(sorted(localHubs.map(({ Name }) => Name))).toEqual(sources);
    expect(
      readdirSync(join(REPOSITORY, 'schemas'))
        .filter((name) => !name.endsWith('.json'))
        .sort(),
    ).toEqual(sources);
    // Silver has the batch sources besides.
    expect(sorted(readdirSync(join(REPOSITORY, 'lakehouse/silver')))).toEqual(sorted([...sources, 'batch']));
    expect(sorted(matchesIn(read('databricks/resources/refresh.job.yml'), /- silver\/(\w+)/g))).toEqual(
      sorted([...sources, 'batch']),
    );
  });

  it('of hubs: each module that names hubs is given these', () => {
    const given = main.modules.filter(({ params }) => 'hubNames' in params);
    expect(given.map(({ name }) => name)).toEqual(expect.arrayContaining(['hub', 'roles']));
    for (const { params } of given) expect(asText(params['hubNames'])).toBe('hubs');
    const iotHub = main.modules.find(({ name }) => name === 'iotHub')?.params['hubName'] ?? null;
    expect(SOURCES).toContain(typeof iotHub === 'string' ? iotHub : variable(asText(iotHub)));
  });

  it('of simulators: the settings of each source', () => {
    const app = read('bicep/modules/function-app.bicep');
    expect(sorted(matchesIn(app, /setting: '(\w+)'/g))).toEqual(
      sorted(SOURCES.map((source) => source.toUpperCase())),
    );
    const functions = SOURCES.map((source) => `simulate${source.charAt(0).toUpperCase()}${source.slice(1)}`);
    expect(sorted(matchesIn(app, /function: '(\w+)'/g))).toEqual(sorted(functions));
  });

  it('of consumer groups: functions, Stream Analytics and the local stack', () => {
    const groups = texts(variable('consumerGroups'));
    for (const { ConsumerGroups } of localHubs)
      expect(sorted(ConsumerGroups.map(({ Name }) => Name))).toEqual(groups);
    const triggers = list('src/functions').flatMap((path) =>
      matchesIn(read(path), /consumerGroup: '([\w-]+)'/g),
    );
    expect(sorted(triggers)).toEqual(['bronze', 'live']);
    const [reader = ''] = matchesIn(
      read('src/lib/clients/event-hub-client.ts'),
      /HEAL_CONSUMER_GROUP = '([\w-]+)'/g,
    );
    expect(groups).toEqual(expect.arrayContaining([...triggers, reader]));
    expect(groups).toContain(streams.parameters.find(({ name }) => name === 'consumerGroupName')?.default);
  });

  it('of containers: settings, Data Factory, Databricks and the local stack', () => {
    const containers = variable('containers');
    // Of the departments' streams: Stream Analytics writes there, and nothing here does.
    const others = ['marts'];
    const layers = texts(containers).filter((name) => !others.includes(name));
    expect(layers).toEqual(['bronze', 'gold', 'silver']);
    expect(at(containers, 'bronze')).toBe(defaults.get('BRONZE_CONTAINER'));
    expect(at(containers, 'gold')).toBe(defaults.get('GOLD_CONTAINER'));
    const landsIn = list('adf/dataset').flatMap((path) => matchesIn(read(path), /"fileSystem": "(\w+)"/g));
    expect(new Set(landsIn)).toEqual(new Set([at(containers, 'bronze')]));
    const local =
      /\[([^\]]*)\]\.flatMap\(\(name\) => \['--filesystem'/.exec(read('local/stack/services.ts'))?.[1] ?? '';
    expect(sorted(matchesIn(local, /'(\w+)'/g))).toEqual(layers);
    const spark = /Container = Literal\[([^\]]*)\]/.exec(read('databricks/src/sluice/lake.py'))?.[1] ?? '';
    expect(sorted(matchesIn(spark, /"(\w+)"/g))).toEqual(layers);
  });

  it('of tables: those of the settings', () => {
    const tables = variable('tables');
    const settings = [...defaults].filter(([name]) => name.endsWith('_TABLE'));
    expect(texts(tables)).toEqual(sorted(settings.map(([, initial]) => initial ?? '')));
    for (const [name, initial] of settings)
      expect(at(tables, name.replace('_TABLE', '').toLowerCase())).toBe(initial);
  });

  it('of pipelines: what a refresh runs is there', () => {
    const pipelines = asText(main.parameters.find(({ name }) => name === 'refreshPipelines')?.default).split(
      ',',
    );
    const there = list('adf/pipeline').map((path) => /(\w+)\.json$/.exec(path)?.[1]);
    expect(there).toEqual(expect.arrayContaining(pipelines));
  });

  it('of the departments: the inputs and outputs of each query', () => {
    const departments = streams.variables.find(({ name }) => name === 'departments')?.value;
    expect(Array.isArray(departments) && departments.length).toBe(
      list('stream-analytics').filter((path) => path.endsWith('.asaql')).length,
    );
    for (const department of Array.isArray(departments) ? (departments as Value[]) : []) {
      const path = asText(expressionsIn(at(department, 'query') ?? null)[0]?.parts[0]).replace('../../', '');
      const query = read(path).replaceAll(/^\s*--.*$/gm, '');
      const inputs = texts(at(department, 'inputs') ?? []);
      const outputs = texts(at(department, 'outputs') ?? []);
      expect(SOURCES).toEqual(expect.arrayContaining(inputs));
      expect({ path, outputs: sorted(matchesIn(query, /\bINTO\s+\[?(\w+)\]?/gi)) }).toEqual({
        path,
        outputs,
      });
      const steps = matchesIn(query, /\b(\w+)\s+AS\s*\(/gi);
      const from = matchesIn(query, /\b(?:FROM|JOIN)\s+\[?(\w+)\]?/gi).filter(
        (name) => !steps.includes(name),
      );
      expect({ path, inputs: sorted(from) }).toEqual({ path, inputs });
    }
  });

  it('of hubs in the files themselves: no module writes a name of its own', () => {
    const modules = bicepPaths().filter(
      (path) => path.startsWith('bicep/modules/') && !path.endsWith('stream-analytics.bicep'),
    );
    const quoted = modules.flatMap((path) =>
      matchesIn(read(path), /'(iot|ecommerce|customers|logistics)'/g).map((name) => `${path}: ${name}`),
    );
    expect(quoted).toEqual([]);
  });
});
