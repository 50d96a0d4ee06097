import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toEmulatorConfiguration } from '../../../local/stack/hubs';
import { readSources } from '../../../local/stack/sources';
import { describeSettings } from '../../../tools/settings/all-settings';
import { SIMULATED_SOURCES, SOURCES } from '../../../src/lib/contracts/source';
import { at, ofType, ownName, REPOSITORY, resourcesOf, SHAPES } from '../../testing/fixtures/snapshots';
import { deployedSettings } from './settings';

const read = (...path: string[]): string => readFileSync(join(REPOSITORY, ...path), 'utf8');

const list = (...path: string[]): string[] =>
  readdirSync(join(REPOSITORY, ...path), { recursive: true, encoding: 'utf8' }).map((name) =>
    join(...path, name),
  );

const matchesIn = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name = '']) => name)),
];

const sorted = (names: Iterable<string>): string[] => [...names].sort();

/** Default values of the app's settings. */
const defaults = new Map(describeSettings().map(({ name, default: initial }) => [name, initial]));

/** The prefix of the text before the sources. */
interface Workbook {
  readonly items: readonly {
    readonly content: {
      readonly parameters?: readonly {
        readonly name: string;
        readonly value: unknown;
        readonly jsonData?: string;
      }[];
    };
  }[];
}

interface Entity {
  readonly Name: string;
  readonly ConsumerGroups: readonly { readonly Name: string }[];
}
const emulator = toEmulatorConfiguration(readSources(REPOSITORY), 4) as {
  readonly UserConfig: { readonly NamespaceConfig: readonly [{ readonly Entities: readonly Entity[] }] };
};
const localHubs = emulator.UserConfig.NamespaceConfig[0].Entities;

describe('names', () => {
  const resources = resourcesOf('longest-name');
  const namesOf = (type: string): string[] => sorted(new Set(ofType(resources, type).map(ownName)));
  const settings = deployedSettings(resources);
  const jobs = ofType(resources, 'Microsoft.StreamAnalytics/streamingjobs');

  it('match for sources: hubs, contracts, Silver, tasks of the job and the local stack', () => {
    const sources = sorted(SOURCES);
    expect(namesOf('Microsoft.EventHub/namespaces/eventhubs')).toEqual(sources);
    expect(sorted(localHubs.map(({ Name }) => Name))).toEqual(sources);
    expect(
      readdirSync(join(REPOSITORY, 'schemas'))
        .filter((name) => !name.endsWith('.json'))
        .sort(),
    ).toEqual(sources);
    // Silver also has the batch sources.
    expect(sorted(readdirSync(join(REPOSITORY, 'lakehouse/models/silver')))).toEqual(
      sorted([...sources, 'batch']),
    );
    expect(sorted(matchesIn(read('databricks/resources/refresh.job.yml'), /- silver\/(\w+)/g))).toEqual(
      sorted([...sources, 'batch']),
    );
  });

  it.each(SHAPES)('match for hubs: each namespace and the alerts have those of the sources: %s', (shape) => {
    const deployed = resourcesOf(shape);
    const hubs = ofType(deployed, 'Microsoft.EventHub/namespaces/eventhubs');
    for (const namespace of ofType(deployed, 'Microsoft.EventHub/namespaces')) {
      const own = hubs.filter(({ name }) => name.startsWith(`${namespace.name}/`)).map(ownName);
      expect(sorted(own)).toEqual(sorted(SOURCES));
    }
    const alerts = ofType(deployed, 'Microsoft.Insights/metricAlerts').map(({ name }) => name);
    expect(sorted(alerts.flatMap((name) => /-hub-unread-(\w+)$/.exec(name)?.[1] ?? []))).toEqual(
      sorted(SOURCES),
    );
  });

  it('match for landing: the function of each source has always-ready instances', () => {
    const [site] = ofType(resources, 'Microsoft.Web/sites');
    const ready = at(site, 'properties.functionAppConfig.scaleAndConcurrency.alwaysReady');
    expect((ready as readonly { readonly name: string }[]).map(({ name }) => name)).toEqual(
      SOURCES.map((source) => `function:land${source.charAt(0).toUpperCase()}${source.slice(1)}`),
    );
  });

  it('match for the workbook: its tiles have a filter for each source', () => {
    const [workbook] = ofType(resources, 'Microsoft.Insights/workbooks');
    const { items } = JSON.parse(String(at(workbook, 'properties.serializedData'))) as Workbook;
    const parameters = items.flatMap(({ content }) => content.parameters ?? []);
    const chosen = parameters.find(({ name }) => name === 'source');
    expect(chosen?.value).toEqual(SOURCES);
    expect(JSON.parse(chosen?.jsonData ?? '')).toEqual(SOURCES);
  });

  it('match for the route of IoT Hub: it ends at an existing hub', () => {
    const [iotHub] = ofType(resources, 'Microsoft.Devices/IotHubs');
    expect(SOURCES).toContain(at(iotHub, 'properties.routing.endpoints.eventHubs.0.entityPath'));
  });

  it('match for simulators: settings and functions of each source with a simulator', () => {
    const names = Object.keys(settings).join('\n');
    expect(sorted(matchesIn(names, /^SIMULATE_(\w+)_SCHEDULE$/gm))).toEqual(
      sorted(SIMULATED_SOURCES.map((source) => source.toUpperCase())),
    );
    const functions = SIMULATED_SOURCES.map(
      (source) => `simulate${source.charAt(0).toUpperCase()}${source.slice(1)}`,
    );
    expect(sorted(matchesIn(names, /^AzureWebJobs\.(\w+)\.Disabled$/gm))).toEqual(sorted(functions));
  });

  it('match for consumer groups: functions, Stream Analytics and the local stack', () => {
    const groups = namesOf('Microsoft.EventHub/namespaces/eventhubs/consumergroups');
    for (const { ConsumerGroups } of localHubs)
      expect(sorted(ConsumerGroups.map(({ Name }) => Name))).toEqual(groups);
    const triggers = list('src/functions').flatMap((path) =>
      matchesIn(read(path), /consumerGroup: '([\w-]+)'/g),
    );
    expect(sorted(triggers)).toEqual(['bronze']);
    const [reader = ''] = matchesIn(
      read('src/lib/event-log/event-hub-client.ts'),
      /HEAL_CONSUMER_GROUP = '([\w-]+)'/g,
    );
    const ofJobs = jobs.map((job) =>
      String(at(job, 'properties.inputs.0.properties.datasource.properties.consumerGroupName')),
    );
    // Each group has a reader, so that no group is paid or monitored in vain.
    expect(groups).toEqual(sorted(new Set([...triggers, reader, ...ofJobs])));
  });

  it('match for containers: settings, Data Factory, Databricks and the local stack', () => {
    const [lake] = namesOf('Microsoft.Storage/storageAccounts').filter((name) => name.startsWith('stlake'));
    const containers = ofType(resources, 'Microsoft.Storage/storageAccounts/blobServices/containers')
      .filter(({ name }) => name.startsWith(`${lake}/`))
      .map(ownName);
    // For the departments' streams: only Stream Analytics writes there.
    const others = ['marts'];
    const layers = sorted(containers.filter((name) => !others.includes(name)));
    expect(layers).toEqual(['bronze', 'gold', 'silver']);
    expect(settings['BRONZE_CONTAINER']).toBe(defaults.get('BRONZE_CONTAINER'));
    expect(settings['GOLD_CONTAINER']).toBe(defaults.get('GOLD_CONTAINER'));
    expect(layers).toEqual(
      expect.arrayContaining([settings['BRONZE_CONTAINER'], settings['GOLD_CONTAINER']]),
    );
    const landsIn = list('adf/dataset').flatMap((path) => matchesIn(read(path), /"fileSystem": "(\w+)"/g));
    expect(new Set(landsIn)).toEqual(new Set([settings['BRONZE_CONTAINER']]));
    const local =
      /\.\.\.\[([^\]]*)\]\.flatMap\(\(name\) => \['--filesystem'/.exec(
        read('local/stack/services.ts'),
      )?.[1] ?? '';
    expect(sorted(matchesIn(local, /'(\w+)'/g))).toEqual(layers);
    const spark =
      /Container = Literal\[([^\]]*)\]/.exec(read('lakehouse/engines/spark/sluice/lake.py'))?.[1] ?? '';
    expect(sorted(matchesIn(spark, /"(\w+)"/g))).toEqual(layers);
  });

  it('match for tables: those of the settings', () => {
    const ofSettings = [...defaults].filter(([name]) => name.endsWith('_TABLE'));
    expect(namesOf('Microsoft.Storage/storageAccounts/tableServices/tables')).toEqual(
      sorted(ofSettings.map(([, initial]) => initial ?? '')),
    );
    for (const [name, initial] of ofSettings) expect(settings[name]).toBe(initial);
  });

  it('match for pipelines: those that a refresh runs exist', () => {
    const pipelines = (settings['REFRESH_PIPELINES'] ?? '').split(',');
    const there = list('adf/pipeline').map((path) => /(\w+)\.json$/.exec(path)?.[1]);
    expect(there).toEqual(expect.arrayContaining(pipelines));
  });

  it('match for departments: the inputs and outputs of each query', () => {
    expect(jobs).toHaveLength(list('stream-analytics').filter((path) => path.endsWith('.asaql')).length);
    const named = (job: unknown, path: string): string[] =>
      sorted((at(job, path) as readonly { readonly name: string }[]).map(({ name }) => name));
    for (const job of jobs) {
      const department = job.name.replace(/^asa-\w+?-/, '');
      const text = read('stream-analytics', `${department}.asaql`);
      expect(at(job, 'properties.transformation.properties.query')).toBe(text);
      const query = text.replaceAll(/^\s*--.*$/gm, '');
      const inputs = named(job, 'properties.inputs');
      expect(SOURCES).toEqual(expect.arrayContaining(inputs));
      expect({ department, outputs: sorted(matchesIn(query, /\bINTO\s+\[?(\w+)\]?/gi)) }).toEqual({
        department,
        outputs: named(job, 'properties.outputs'),
      });
      const steps = matchesIn(query, /\b(\w+)\s+AS\s*\(/gi);
      const from = matchesIn(query, /\b(?:FROM|JOIN)\s+\[?(\w+)\]?/gi).filter(
        (name) => !steps.includes(name),
      );
      expect({ department, inputs: sorted(from) }).toEqual({ department, inputs });
    }
  });

  it('match for hubs: no module has its own name of a hub', () => {
    const modules = [
      'bicep/main.bicep',
      ...list('bicep/modules').filter((path) => !path.endsWith('stream-analytics.bicep')),
    ];
    const quoted = modules.flatMap((path) =>
      matchesIn(read(path), new RegExp(`'(${SOURCES.join('|')})'`, 'g')).map((name) => `${path}: ${name}`),
    );
    expect(quoted).toEqual([]);
  });
});
