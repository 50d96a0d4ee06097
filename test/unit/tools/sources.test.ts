import { parse } from 'yaml';
import { type Model } from '../../../lakehouse/engines/duckdb/model/model';
import { toSimulatorSettings } from '../../../local/stack/app-settings';
import { type DeployedSource } from '../../../local/stack/sources';
import { readSchemaFolder } from '../../../tools/contracts/schema-file';
import { type DeclaredSource, toDeclaredSources } from '../../../tools/contracts/source-file';
import { writeSources } from '../../../tools/contracts/write-sources';
import { writeDeployedSources } from '../../../tools/sources/write-deployed-sources';
import { writeExampleSettings } from '../../../tools/sources/write-example-settings';
import { writeRefreshJob } from '../../../tools/sources/write-refresh-job';
import { problemsOf, type Schema, SchemaCopy, setAt } from './schema-folder';

const FILE = 'logistics/source.json';

const SIMULATED: DeclaredSource = {
  name: 'iot',
  description: 'Readings.',
  order: 1,
  simulator: { eventsPerSecond: 4.5, schedule: '*/10 * * * * *' },
  devices: true,
};
const BARE: DeclaredSource = {
  name: 'payments',
  description: 'Payments\nof orders.',
  order: 2,
  hub: { partitions: 8 },
};
const BOTH = [SIMULATED, BARE];

describe('the check of declared sources', () => {
  let copy: SchemaCopy;
  beforeEach(() => {
    copy = new SchemaCopy();
  });
  afterEach(() => {
    copy.remove();
  });

  const check = (): readonly string[] => problemsOf(copy.schemas);

  const change = (pointer: string, value: unknown): void => {
    const declaration: Schema = copy.read(FILE);
    setAt(declaration, pointer, value);
    copy.write(FILE, declaration);
  };

  it.each([
    ['/order', undefined, '#: '],
    ['/order', 0, '#/order: '],
    ['/order', 2.5, '#/order: '],
    ['/description', '', '#/description: '],
    ['/hub', { partitions: 33 }, '#/hub/partitions: '],
    ['/hub', { retentionHours: 0 }, '#/hub/retentionHours: '],
    ['/hub', { name: 'other' }, '#/hub/name: a source has no such member'],
    ['/simulator', {}, '#/simulator: '],
    ['/simulator/eventsPerSecond', 0, '#/simulator/eventsPerSecond: '],
    ['/simulator/schedule', 'hourly', '#/simulator/schedule: '],
    ['/devices', false, '#/devices: '],
    ['/partitions', 4, '#/partitions: a source has no such member'],
  ])('refuses %s %j with file, pointer and remedy', (pointer, value, refusal) => {
    change(pointer, value);
    const problems = check();
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toMatch(/^logistics\/source\.json#.*: .+; .+/);
    expect(problems.join('\n')).toContain(`${FILE}${refusal}`);
  });

  it('accepts a source without a simulator, with its own hub size', () => {
    change('/simulator', undefined);
    change('/hub', { partitions: 32, retentionHours: 168 });
    expect(check()).toEqual([]);
  });

  it('refuses an order and devices that another source has', () => {
    change('/order', 1);
    change('/devices', true);
    expect(check()).toEqual([
      `${FILE}#/order: iot/source.json has the same value; give it the next free number`,
      `${FILE}#/devices: iot/source.json has the same value; set it for one source only: IoT Hub sends to one hub`,
    ]);
  });

  it('refuses contracts without a declaration, and a declaration without contracts', () => {
    copy.removeFile(FILE);
    copy.removeFile('customers/profile.v1.json');
    expect(check()).toEqual([
      expect.stringMatching(/^logistics\/source\.json#: the source has contracts but no declaration; /),
      expect.stringMatching(/^customers\/source\.json#: the source has no contract; /),
    ]);
  });

  it('refuses the reserved name of batch sources, and a name that is too long', () => {
    const long = 'a'.repeat(33);
    const declaration = { description: 'Something.', order: 9 };
    copy.write('batch/source.json', declaration);
    copy.write(`${long}/source.json`, { ...declaration, order: 10 });
    const names = check().filter((problem) => problem.includes('rename the folder'));
    expect(names).toEqual([
      `${long}/source.json#: the name is longer than 32 characters; rename the folder`,
      'batch/source.json#: Silver has a folder of this name for batch sources; rename the folder',
    ]);
  });

  it('refuses a declaration that is not JSON', () => {
    copy.write(FILE, '{');
    expect(check().join('\n')).toContain(`${FILE}#: the file is not a JSON object; correct its syntax`);
  });

  it('sorts sources by their order, whatever their names', () => {
    const files = ['b', 'a', 'c'].map((name, index) => ({
      file: `${name}/source.json`,
      name,
      schema: { description: 'Something.', order: [30, 20, 4][index] },
    }));
    expect(toDeclaredSources(files).map(({ name }) => name)).toEqual(['c', 'a', 'b']);
  });

  it('keeps the order on which simulated events depend', () => {
    const { sources } = readSchemaFolder(copy.schemas);
    const first = toDeclaredSources(sources).slice(0, 4);
    expect(first.map(({ name }) => name)).toEqual(['iot', 'ecommerce', 'customers', 'logistics']);
  });
});

describe('the files generated from declared sources', () => {
  it('have the names of sources and simulated sources in TypeScript', () => {
    expect(writeSources(BOTH)).toContain(`export const SOURCES = [
  "iot", // Readings.
  "payments", // Payments of orders.
] as const;`);
    expect(writeSources(BOTH)).toContain('export const SIMULATED_SOURCES = ["iot"] as const;');
  });

  it('have every member for Bicep, null if a declaration omits it', () => {
    expect(JSON.parse(writeDeployedSources(BOTH))).toEqual([
      {
        name: 'iot',
        partitions: null,
        retentionHours: null,
        devices: true,
        simulator: { eventsPerSecond: '4.5', schedule: '*/10 * * * * *' },
      },
      { name: 'payments', partitions: 8, retentionHours: null, devices: false, simulator: null },
    ]);
  });

  it('have a task for each source and each mart, after those that it reads', () => {
    const models = ['gold/marts/sales/a.sql', 'gold/marts/customer-care/b.sql', 'gold/facts/c.sql'];
    const text = writeRefreshJob(
      BOTH,
      models.map((file) => ({ file }) as Model),
    );
    const { tasks } = (parse(text) as Bundle).resources.jobs.refresh;
    const after = new Map(
      tasks.map((task) => [task.task_key, (task.depends_on ?? []).map((other) => other.task_key)]),
    );
    expect([...after]).toEqual([
      ['silver_iot', []],
      ['silver_payments', []],
      ['silver_batch', []],
      ['gold_windows', ['silver_iot', 'silver_payments']],
      ['gold_dimensions', ['silver_iot', 'silver_payments', 'silver_batch']],
      ['gold_facts', ['gold_dimensions']],
      ['gold_mart_customer_care', ['gold_facts']],
      ['gold_mart_sales', ['gold_facts']],
      ['gold_views', ['gold_mart_customer_care', 'gold_mart_sales']],
    ]);
    const selected = tasks.map((task) => task.spark_python_task.parameters[1]);
    expect(selected).toEqual(expect.arrayContaining(['silver/payments', 'gold/marts/customer-care']));
  });

  it('replace the settings of simulators in the example, and keep the others', () => {
    const before = { IsEncrypted: false, Values: { SIMULATE_OLD_SCHEDULE: 'x', SIMULATION_SEED: '1' } };
    expect(JSON.parse(writeExampleSettings(JSON.stringify(before), BOTH))).toEqual({
      IsEncrypted: false,
      Values: {
        SIMULATION_SEED: '1',
        SIMULATE_IOT_SCHEDULE: '*/1 * * * * *',
        SIMULATE_IOT_EVENTS_PER_SECOND: '40',
      },
    });
  });

  it('have the same shares of simulators on one machine as in a deployment, and none for other sources', () => {
    const sources = JSON.parse(
      writeDeployedSources([
        ...BOTH,
        { ...SIMULATED, name: 'shop', simulator: { eventsPerSecond: 1.5, schedule: '' } },
      ]),
    ) as readonly DeployedSource[];
    const settings = toSimulatorSettings({ sources, simulated: ['iot', 'shop'], eventsPerSecond: 60 });
    expect(settings).toMatchObject({
      SIMULATE_IOT_EVENTS_PER_SECOND: '45',
      SIMULATE_SHOP_EVENTS_PER_SECOND: '15',
      'AzureWebJobs.simulateShop.Disabled': 'false',
    });
    expect(Object.keys(settings).join()).not.toMatch(/payments/i);
    const one = toSimulatorSettings({ sources, simulated: ['shop'], eventsPerSecond: 60 });
    expect(one).toMatchObject({
      SIMULATE_IOT_EVENTS_PER_SECOND: '0',
      SIMULATE_SHOP_EVENTS_PER_SECOND: '60',
      'AzureWebJobs.simulateIot.Disabled': 'true',
    });
  });
});

interface Bundle {
  readonly resources: {
    readonly jobs: {
      readonly refresh: {
        readonly tasks: readonly {
          readonly task_key: string;
          readonly depends_on?: readonly { readonly task_key: string }[];
          readonly spark_python_task: { readonly parameters: readonly string[] };
        }[];
      };
    };
  };
}
