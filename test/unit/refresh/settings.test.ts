import { createPlatform } from '../../../src/lib/platform/platform';
import { readSettings } from '../../../src/lib/platform/settings';
import { REFRESH, type RefreshConfig } from '../../../src/lib/refresh/settings';

const LOCAL = {
  EventHubs: 'Endpoint=sb://localhost;SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true',
  Lake: 'UseDevelopmentStorage=true',
  Tables: 'UseDevelopmentStorage=true',
};
const JOB = { DATABRICKS_WORKSPACE_URL: 'https://adb-1.azuredatabricks.net', DATABRICKS_JOB_ID: '7' };
const FACTORY = '/subscriptions/1/resourceGroups/g/providers/Microsoft.DataFactory/factories/f';

const read = (settings: Readonly<Record<string, string>>): RefreshConfig | undefined =>
  readSettings({ refresh: REFRESH }, { ...LOCAL, ...settings }).refresh;

describe('settings of the refresh', () => {
  it('are optional: without a job nothing is refreshed', () => {
    expect(read({})).toBeUndefined();
    expect(
      read({ DATABRICKS_WORKSPACE_URL: '', DATABRICKS_JOB_ID: '', REFRESH_AFTER_EVENTS: '5' }),
    ).toBeUndefined();
  });

  it('have defaults for all but the job', () => {
    expect(read(JOB)).toEqual({
      databricks: { workspaceUrl: JOB.DATABRICKS_WORKSPACE_URL, jobId: 7 },
      dataFactory: undefined,
      pipelines: [],
      pipelinesEveryMinutes: 1440,
      afterEvents: 100_000,
      limits: { pollSeconds: 5, pollMaxSeconds: 60, timeoutMinutes: 120 },
      goldContainer: 'gold',
      table: 'refresh',
      historyDays: 30,
      clientId: undefined,
    });
  });

  it('use the given values', () => {
    const settings = {
      ...JOB,
      DATA_FACTORY_RESOURCE_ID: FACTORY,
      DATA_FACTORY_ENDPOINT: 'http://127.0.0.1:1234',
      REFRESH_PIPELINES: 'ingest_a,ingest_b',
      REFRESH_POLL_SECONDS: '90',
      AZURE_CLIENT_ID: 'app',
    };
    expect(read(settings)).toMatchObject({
      dataFactory: { resourceId: FACTORY, endpoint: 'http://127.0.0.1:1234' },
      pipelines: ['ingest_a', 'ingest_b'],
      // The maximum wait is never shorter than the first.
      limits: { pollSeconds: 90, pollMaxSeconds: 90 },
      clientId: 'app',
    });
  });

  it.each([
    ['a job without a workspace', { DATABRICKS_JOB_ID: '7' }, 'DATABRICKS_WORKSPACE_URL'],
    ['a workspace without a job', { DATABRICKS_WORKSPACE_URL: 'https://x' }, 'DATABRICKS_JOB_ID'],
    ['pipelines without a factory', { ...JOB, REFRESH_PIPELINES: 'ingest_a' }, 'DATA_FACTORY_RESOURCE_ID'],
    [
      'a token in the clear',
      { ...JOB, DATABRICKS_WORKSPACE_URL: 'http://adb.example' },
      'DATABRICKS_WORKSPACE_URL',
    ],
    [
      'a host that looks like this one',
      { ...JOB, DATABRICKS_WORKSPACE_URL: 'http://localhost.example' },
      'DATABRICKS_WORKSPACE_URL',
    ],
    [
      'an id of no factory',
      { ...JOB, DATA_FACTORY_RESOURCE_ID: '/subscriptions/1' },
      'DATA_FACTORY_RESOURCE_ID',
    ],
    ['names with a gap', { ...JOB, REFRESH_PIPELINES: 'a, b' }, 'REFRESH_PIPELINES'],
    ['no time at all', { ...JOB, REFRESH_POLL_SECONDS: '0' }, 'REFRESH_POLL_SECONDS'],
  ])('refuse %s with the name of a setting', (_, settings, name) => {
    expect(() => read(settings)).toThrow(new RegExp(`\\n  ${name}: `));
  });

  it('show whether a schedule is set, so that its timer exists', () => {
    expect(
      createPlatform({ environment: { REFRESH_SCHEDULE: '0 0 * * * *' } }).isSet('REFRESH_SCHEDULE'),
    ).toBe(true);
    expect(createPlatform({ environment: { REFRESH_SCHEDULE: '' } }).isSet('REFRESH_SCHEDULE')).toBe(false);
    expect(createPlatform({ environment: {} }).isSet('REFRESH_ARRIVALS_SCHEDULE')).toBe(false);
  });
});
