import { inspect } from 'node:util';
import { KeyVaultClient } from '../../../../src/lib/platform/azure/key-vault-client';
import { PowerBiSink } from '../../../../src/lib/live/sinks/power-bi/power-bi-sink';
import { PushUrlRows } from '../../../../src/lib/live/sinks/power-bi/push-url-rows';
import { type KeyVault, startKeyVault } from '../../../../local/key-vault';
import { PowerBiFixture } from '../../../conformance/power-bi/power-bi-fixture';
import { fixedCredential } from '../../../testing/fakes/fixed-credential';
import { windowRows } from '../../../testing/fixtures/window-rows';

const KEY = 'key';
const SECRET = 'push-urls';
const fixture = new PowerBiFixture();
let vault: KeyVault;
let client: KeyVaultClient;
let sink: PowerBiSink;
let datasetId: string;
let url: string;

const COLUMNS = {
  windowStart: 'DateTime',
  windowEnd: 'DateTime',
  site_code: 'String',
  events: 'Int64',
  revision: 'Int64',
  faults: 'Int64',
  temperature_celsius_average: 'Double',
};

beforeEach(async () => {
  await fixture.start();
  const columns = Object.entries(COLUMNS).map(([name, dataType]) => ({ name, dataType }));
  datasetId = await fixture.createDataset({
    defaultMode: 'PushStreaming',
    tables: [{ name: 'RealTimeData', columns }],
  });
  url = fixture.service.pushUrl(datasetId) ?? '';
  vault = await startKeyVault({
    tokenKey: KEY,
    secrets: { [SECRET]: JSON.stringify({ iot_telemetry: url }) },
  });
  const { clock } = fixture;
  client = new KeyVaultClient({ vaultUrl: vault.vaultUrl, credential: fixedCredential(KEY), clock });
  sink = new PowerBiSink({
    targets: new PushUrlRows({
      secret: {
        read: () => client.readSecret(SECRET),
        forget: () => {
          client.forget(SECRET);
        },
      },
    }),
    clock,
    pause: (milliseconds) => {
      clock.advance(milliseconds / 1000);
      return Promise.resolve();
    },
  });
});
afterEach(async () => {
  await vault.close();
  await fixture.cleanup();
});

const rows = (): readonly object[] => fixture.service.rows(datasetId, 'RealTimeData');

test('sends the rows of a view to its push URL, and skips views without one', async () => {
  await sink.write([...windowRows(200), ...windowRows(1, { view: 'ecommerce_order' })]);
  expect(rows().map((row) => (row as { readonly site_code: string }).site_code)).toEqual(
    windowRows(200).map(({ keys }) => keys['site_code']),
  );
});

test('reads the secret from the vault again after five minutes', async () => {
  await sink.write(windowRows(1));
  vault.setSecret(SECRET, '{}');
  fixture.clock.advance(299);
  await sink.write(windowRows(1));
  expect(rows()).toHaveLength(2);
  fixture.clock.advance(1);
  await sink.write(windowRows(1));
  expect(rows()).toHaveLength(2);
});

test('reads the secret again when the service refuses its key', async () => {
  vault.setSecret(SECRET, JSON.stringify({ iot_telemetry: url.replace(/key=.*/, 'key=old') }));
  await expect(sink.write(windowRows(1))).rejects.toMatchObject({
    code: 'power_bi_refused',
    data: { status: 403 },
  });
  vault.setSecret(SECRET, JSON.stringify({ iot_telemetry: url }));
  await sink.write(windowRows(1));
  expect(rows()).toHaveLength(1);
});

describe('errors of the sink', () => {
  /** Prints an error of the sink, with its causes and hidden properties. */
  async function printedError(): Promise<string> {
    const error: unknown = await sink.write(windowRows(1)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'SluiceError' });
    return inspect(error, { depth: 20, showHidden: true });
  }
  const key = (): string => url.split('key=')[1] ?? '';

  test('hides the push URL when the service does not answer', async () => {
    await fixture.service.close();
    const text = await printedError();
    expect(text).toContain('the push URL of iot_telemetry does not answer: ECONNREFUSED');
    expect(text).not.toContain(key());
    expect(text).not.toContain('/beta/');
    await fixture.start();
  });

  test('hides the key when the connection breaks', async () => {
    fixture.faults.inject({ kind: 'lose-reply' });
    expect(await printedError()).not.toContain(key());
  });

  test('hides the key when the service refuses a request', async () => {
    fixture.faults.inject({ kind: 'fail', status: 400, code: 'InvalidRequest' });
    expect(await printedError()).not.toContain(key());
  });

  test('hides the key when the service is busy', async () => {
    fixture.faults.inject({ kind: 'fail', status: 429, code: 'Busy', retryAfterSeconds: 5 });
    const text = await printedError();
    expect(text).toContain('retryAfterSeconds: 5');
    expect(text).not.toContain(key());
  });

  test.each([
    ['is not JSON', (text: string) => text.slice(1)],
    ['has a URL that is not HTTP', (text: string) => text.replace('http://', 'ftp://')],
  ])('hides the key when the secret %s', async (_, spoil) => {
    vault.setSecret(SECRET, spoil(JSON.stringify({ iot_telemetry: url })));
    const text = await printedError();
    expect(text).toContain('must be a JSON map');
    expect(text).not.toContain(key());
  });
});

describe('KeyVaultClient', () => {
  test('throws a transient error when the vault answers 503', async () => {
    vault.faults.inject({ kind: 'fail', status: 503, code: 'ServiceUnavailable' }, { requests: 10 });
    await expect(sink.write(windowRows(1))).rejects.toMatchObject({
      code: 'key_vault_unavailable',
      kind: 'transient',
    });
  });

  test('throws a permanent error when the vault does not have the secret', async () => {
    await expect(client.readSecret('none')).rejects.toMatchObject({
      code: 'key_vault_refused',
      kind: 'permanent',
      message: "could not read the secret 'none' from Key Vault: 404 SecretNotFound",
    });
  });

  test('refuses a vault on another machine whose URL is not HTTPS', () => {
    const { clock } = fixture;
    expect(
      () =>
        new KeyVaultClient({ vaultUrl: 'http://vault.example.com', credential: fixedCredential(KEY), clock }),
    ).toThrow(/must be https/);
  });
});
