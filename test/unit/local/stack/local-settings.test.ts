import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  readAddedSettings,
  readAzdEnvironment,
  toNotice,
  writeLocalSettings,
} from '../../../../local/stack/local-settings';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';

const SETTINGS = { EventHubs: 'Endpoint=sb://127.0.0.1', IDENTITY_HEADER: 'first' };
const NOW = new Date('2026-11-21T06:10:00.000Z');

let folder: string;
let remove: () => Promise<void>;
const path = (): string => join(folder, 'local.settings.json');
const put = (content: unknown): void => {
  writeFileSync(path(), typeof content === 'string' ? content : JSON.stringify(content));
};
const read = (): { readonly Values: Record<string, string> } & Record<string, unknown> =>
  JSON.parse(readFileSync(path(), 'utf8')) as ReturnType<typeof read>;
const write = (settings: Record<string, string> = SETTINGS) =>
  writeLocalSettings({ path: path(), settings, backupDirectory: folder, now: NOW });

beforeEach(async () => {
  ({ path: folder, remove } = await temporaryDirectory());
});
afterEach(() => remove());

describe('writeLocalSettings', () => {
  it('writes every setting when there is no file, readable only by its owner', () => {
    const change = write();
    expect(change.kind).toBe('written');
    expect(read()).toEqual({
      IsEncrypted: false,
      setByNpmStart: ['EventHubs', 'IDENTITY_HEADER'],
      Values: SETTINGS,
    });
    expect(statSync(path()).mode & 0o077).toBe(0);
    expect(toNotice(path(), change)).toContain('Wrote local.settings.json');
  });

  it('reports no change when the file already has the settings', () => {
    write();
    const change = write();
    expect(change).toMatchObject({ kind: 'unchanged', changed: [], removed: [] });
    expect(toNotice(path(), change)).toBe('local.settings.json already has the settings of these services.');
  });

  it('replaces its own settings, removes obsolete ones, and keeps settings that a person added', () => {
    write({ ...SETTINGS, SIMULATION_FAULTS: 'none' });
    put({ ...read(), Host: { LocalHttpPort: 7171 }, Values: { ...read().Values, MINE: 'kept' } });
    const change = write({ ...SETTINGS, IDENTITY_HEADER: 'second' });
    expect(read()).toMatchObject({ Host: { LocalHttpPort: 7171 } });
    expect(read().Values).toEqual({ ...SETTINGS, IDENTITY_HEADER: 'second', MINE: 'kept' });
    expect(change).toEqual({
      kind: 'updated',
      changed: ['IDENTITY_HEADER'],
      removed: ['SIMULATION_FAULTS'],
      kept: ['MINE'],
      backup: undefined,
    });
    expect(toNotice(path(), change)).toBe(
      'Updated local.settings.json. changed: IDENTITY_HEADER; removed: SIMULATION_FAULTS; kept: MINE.',
    );
  });

  it('reports its changes to a file of another origin, and backs the file up', () => {
    const before = {
      IsEncrypted: false,
      Values: {
        EventHubs: 'Endpoint=sb://localhost',
        EventHubs__fullyQualifiedNamespace: 'x.servicebus.windows.net',
        MINE: 'kept',
      },
    };
    put(before);
    const change = write();
    expect(read().Values).toEqual({ ...SETTINGS, MINE: 'kept' });
    expect(change).toMatchObject({
      kind: 'merged',
      changed: ['EventHubs'],
      removed: ['EventHubs__fullyQualifiedNamespace'],
      kept: ['MINE'],
    });
    expect(change.backup).toBe(join(folder, 'local.settings.20261121T061000Z.json'));
    expect(JSON.parse(readFileSync(change.backup ?? '', 'utf8'))).toEqual(before);
    expect(toNotice(path(), change)).toContain(`Backup of the original: ${change.backup ?? ''}`);
  });

  it('drops the settings of a deployment', () => {
    put({
      azdEnvironment: 'dev',
      IsEncrypted: false,
      Values: { Lake__blobServiceUri: 'https://x', 'AzureWebJobs.landIot.Disabled': 'true' },
    });
    const change = write();
    expect(read()).toEqual({
      IsEncrypted: false,
      setByNpmStart: ['EventHubs', 'IDENTITY_HEADER'],
      Values: SETTINGS,
    });
    expect(change).toMatchObject({
      kind: 'merged',
      removed: ['Lake__blobServiceUri', 'AzureWebJobs.landIot.Disabled'],
    });
    expect(existsSync(change.backup ?? '')).toBe(true);
  });

  it.each([
    ['{', 'is not JSON'],
    ['[]', 'must hold a JSON object'],
    [{ IsEncrypted: true, Values: {} }, 'is encrypted: run `func settings decrypt`'],
    [{ Values: { A: 1 } }, 'has a Values.A that is not a string'],
  ])('refuses %j with the reason, and leaves it unchanged', (content, problem) => {
    put(content);
    const before = readFileSync(path(), 'utf8');
    expect(() => write()).toThrow(problem);
    expect(readFileSync(path(), 'utf8')).toBe(before);
  });
});

describe('readAddedSettings', () => {
  it('returns settings that a person added, without those written for Core Tools', () => {
    write();
    put({ ...read(), Values: { ...read().Values, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' } });
    expect(readAddedSettings(path())).toEqual({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' });
  });

  it('returns nothing of a deployment, and no identity that contradicts a connection string', () => {
    expect(readAddedSettings(path())).toEqual({});
    put({ azdEnvironment: 'dev', Values: { 'AzureWebJobs.landIot.Disabled': 'true' } });
    expect(readAddedSettings(path())).toEqual({});
    expect(readAzdEnvironment(path())).toBe('dev');
    put({ Values: { EventHubs__clientId: 'x', MINE: 'y' } });
    expect(readAddedSettings(path())).toEqual({ MINE: 'y' });
    expect(readAzdEnvironment(path())).toBeUndefined();
  });
});
