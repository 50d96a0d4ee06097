import { describeSettings, readAllSettings } from '../../../tools/settings/all-settings';
import { isSluiceError } from '../../../src/lib/platform/errors';

const LOCAL = {
  EventHubs:
    'Endpoint=sb://localhost:5672;SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true',
  Lake: 'UseDevelopmentStorage=true',
  Tables: 'UseDevelopmentStorage=true',
};

const AZURE = {
  EventHubs__fullyQualifiedNamespace: 'ns.servicebus.windows.net',
  Lake__blobServiceUri: 'https://lake.blob.core.windows.net',
  Tables__tableServiceUri: 'https://tables.table.core.windows.net',
};

/** The problems of the settings, one per setting; empty if the settings are valid. */
function problemsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readAllSettings(environment);
    return [];
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    expect(error).toMatchObject({ code: 'config_invalid', kind: 'misuse' });
    const problems = error.data['problems'] as readonly string[];
    for (const problem of problems) expect(error.message).toContain(problem);
    return problems;
  }
}

describe('connections', () => {
  it('accepts connection strings, for the local machine', () => {
    const { eventHubs, lake, tables } = readAllSettings(LOCAL);
    expect(eventHubs).toEqual({ kind: 'connectionString', connectionString: LOCAL.EventHubs });
    expect(lake).toEqual({ kind: 'connectionString', connectionString: LOCAL.Lake });
    expect(tables).toEqual({ kind: 'connectionString', connectionString: LOCAL.Tables });
  });

  it("accepts endpoints, for the app's identity", () => {
    const { eventHubs, lake, tables } = readAllSettings(AZURE);
    const identity = { kind: 'identity', clientId: undefined };
    expect(eventHubs).toEqual({ ...identity, endpoint: 'ns.servicebus.windows.net' });
    expect(lake).toEqual({ ...identity, endpoint: 'https://lake.blob.core.windows.net' });
    expect(tables).toEqual({ ...identity, endpoint: 'https://tables.table.core.windows.net' });
  });

  it('prefers the client id of a service to that of the app', () => {
    const { eventHubs, lake } = readAllSettings({ ...AZURE, AZURE_CLIENT_ID: 'app', Lake__clientId: 'lake' });
    expect(eventHubs).toMatchObject({ clientId: 'app' });
    expect(lake).toMatchObject({ clientId: 'lake' });
  });

  it.each(['EventHubs', 'Lake', 'Tables'])('refuses both forms of %s at once', (name) => {
    const problems = problemsOf({ ...AZURE, [name]: 'x' });
    expect(problems).toEqual([
      expect.stringMatching(`^${name}: set either ${name} or ${name}__\\w+, not both$`),
    ]);
  });

  it('names every missing connection, with both remedies', () => {
    expect(problemsOf({})).toEqual(
      Object.keys(AZURE).map((property) => {
        const name = property.split('__')[0] ?? '';
        return `${name}: set ${name} to a connection string, or ${property} to use the app's identity`;
      }),
    );
  });

  it('treats an empty text as not set', () => {
    expect(readAllSettings({ ...LOCAL, Lake__blobServiceUri: '' }).lake.kind).toBe('connectionString');
    expect(readAllSettings({ ...AZURE, Lake: '' }).lake.kind).toBe('identity');
    expect(problemsOf({ ...LOCAL, Lake: '' })).toHaveLength(1);
    expect(readAllSettings({ ...LOCAL, MAX_EVENT_BYTES: '', BRONZE_CONTAINER: '' })).toEqual(
      readAllSettings(LOCAL),
    );
  });
});

describe('values', () => {
  it('has defaults for all but the connections', () => {
    expect(readAllSettings(LOCAL)).toMatchObject({
      landing: { bronzeContainer: 'bronze', table: 'landing' },
      contracts: { maxEventBytes: 262_144 },
      ingest: { maxRecordsPerRequest: 50_000 },
      eventLog: { poisonAttempts: 3 },
      simulation: {
        seed: 1,
        faults: undefined,
        eventsPerSecond: { iot: 10, ecommerce: 10, customers: 10, logistics: 10 },
      },
    });
  });

  it('uses given values', () => {
    const config = readAllSettings({
      ...LOCAL,
      BRONZE_CONTAINER: 'raw-data',
      LANDING_TABLE: 'heads',
      MAX_EVENT_BYTES: '2048',
      MAX_RECORDS_PER_REQUEST: '7',
      POISON_ATTEMPTS: '5',
      SIMULATION_SEED: '0',
      SIMULATION_FAULTS: 'none',
      SIMULATE_IOT_EVENTS_PER_SECOND: '0.5',
      SIMULATE_LOGISTICS_EVENTS_PER_SECOND: '0',
    });
    expect(config).toMatchObject({
      landing: { bronzeContainer: 'raw-data', table: 'heads' },
      contracts: { maxEventBytes: 2048 },
      ingest: { maxRecordsPerRequest: 7 },
      eventLog: { poisonAttempts: 5 },
      simulation: { seed: 0, faults: 'none', eventsPerSecond: { iot: 0.5, logistics: 0 } },
    });
  });

  it.each([
    ['BRONZE_CONTAINER', 'ab'],
    ['BRONZE_CONTAINER', 'x'.repeat(64)],
    ['BRONZE_CONTAINER', 'Bronze_1'],
    ['LANDING_TABLE', '1landing'],
    ['LANDING_TABLE', 'la'],
    ['LANDING_TABLE', 'land-ing'],
    ['MAX_EVENT_BYTES', '1023'],
    ['MAX_EVENT_BYTES', '1000001'],
    ['MAX_EVENT_BYTES', '2048.5'],
    ['MAX_EVENT_BYTES', '2 KiB'],
    ['MAX_EVENT_BYTES', ' '],
    ['MAX_RECORDS_PER_REQUEST', '0'],
    ['POISON_ATTEMPTS', '0'],
    ['POISON_ATTEMPTS', '101'],
    ['SIMULATION_SEED', '-1'],
    ['SIMULATION_SEED', '2147483648'],
    ['SIMULATE_IOT_EVENTS_PER_SECOND', '-0.1'],
    ['SIMULATE_CUSTOMERS_EVENTS_PER_SECOND', '100001'],
    ['SIMULATE_ECOMMERCE_EVENTS_PER_SECOND', 'many'],
  ])('refuses %s = %j and names it', (name, value) => {
    expect(problemsOf({ ...LOCAL, [name]: value })).toEqual([expect.stringMatching(`^${name}: .+`)]);
  });

  it('names every wrong setting at once', () => {
    const problems = problemsOf({ Lake: 'x', POISON_ATTEMPTS: 'x', SIMULATION_SEED: 'x' });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'POISON_ATTEMPTS',
      'SIMULATION_SEED',
      'EventHubs',
      'Tables',
    ]);
  });

  it('ignores unknown settings', () => {
    expect(readAllSettings({ ...LOCAL, PATH: '/bin', MAX_EVENT_BYTE: '1' })).toEqual(readAllSettings(LOCAL));
  });

  it('is frozen at every depth', () => {
    const isFrozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(isFrozen));
    expect(isFrozen(readAllSettings(LOCAL))).toBe(true);
  });
});

describe('describeSettings', () => {
  it('lists exactly the settings that are read', () => {
    const read = new Set<string>();
    readAllSettings(
      new Proxy<Record<string, string>>(LOCAL, {
        get: (target, name) => {
          read.add(String(name));
          return target[String(name)];
        },
        ownKeys: () => {
          throw new Error('the environment is read by names only');
        },
      }),
    );
    expect([...read].sort()).toEqual(
      describeSettings()
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('describes each setting once, with its default', () => {
    const settings = describeSettings();
    expect(new Set(settings.map(({ name }) => name)).size).toBe(settings.length);
    for (const { description } of settings) expect(description).toMatch(/^.+\.$/s);
    const defaults = settings.flatMap(({ name, default: initial }) =>
      initial === undefined ? [] : [[name, initial] as const],
    );
    expect(defaults).toContainEqual(['MAX_EVENT_BYTES', '262144']);
    expect(readAllSettings({ ...LOCAL, ...Object.fromEntries(defaults) })).toEqual(readAllSettings(LOCAL));
  });
});
