import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Identity, startIdentity } from '../../../../local/identity';
import { DEFAULT_SEMANTIC_MODEL, type PowerBiService, startPowerBi } from '../../../../local/power-bi';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';
import { programArguments } from '../../../testing/program';

const COMMAND = 'src/commands/power-bi.ts';
const KEY = 'key';
let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let identity: Identity;
let powerBi: PowerBiService;

beforeAll(async () => {
  directory = await temporaryDirectory();
  identity = await startIdentity({ tokenKey: KEY });
  powerBi = await startPowerBi({ dataDirectory: directory.path, tokenKey: KEY, refreshSeconds: 3600 });
});
afterAll(async () => {
  await Promise.all([powerBi.close(), identity.close()]);
  await directory.remove();
});

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the command with the settings of an app. Its credential gets tokens from the local identity endpoint. */
async function run(
  parameters: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [...programArguments(COMMAND), ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      IDENTITY_ENDPOINT: identity.identityEndpoint,
      IDENTITY_HEADER: identity.identityHeader,
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
      // The settings require them; this command does not use them.
      EventHubs__fullyQualifiedNamespace: 'none',
      Lake__blobServiceUri: 'https://none',
      Tables__tableServiceUri: 'https://none',
      POWER_BI_ENDPOINT: powerBi.endpoint,
      ...settings,
    },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

test('create makes the dataset of the contracts, prints the settings to set, and updates it when it is repeated', async () => {
  const first = await run(['create', '--workspace', powerBi.workspaceId]);
  expect(first).toMatchObject({ code: 0, output: expect.stringContaining('was created') as string });
  expect(first.output).toContain(`POWER_BI_WORKSPACE_ID=${powerBi.workspaceId}\n`);
  const [, datasetId = ''] = /POWER_BI_DATASET_ID=(\S+)/.exec(first.output) ?? [];

  const again = await run(['create', '--json'], { POWER_BI_WORKSPACE_ID: powerBi.workspaceId });
  expect(again.code).toBe(0);
  expect(JSON.parse(again.output)).toEqual({
    workspaceId: powerBi.workspaceId,
    datasetId,
    outcome: 'updated',
  });
});

test('refresh starts a refresh of the semantic model, and status prints it', async () => {
  const settings = {
    POWER_BI_WORKSPACE_ID: powerBi.workspaceId,
    POWER_BI_SEMANTIC_MODEL_ID: DEFAULT_SEMANTIC_MODEL.id,
  };
  expect(await run(['refresh'], settings)).toMatchObject({ code: 0 });
  expect(await run(['status'], settings)).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^running, from \S+ to now\n$/) as string,
  });
});

test('exits with code 2 and the reason when the workspace is missing or the command is unknown', async () => {
  const [nowhere, unknown] = await Promise.all([run(['create']), run(['delete'])]);
  expect(nowhere).toEqual({
    code: 2,
    output: expect.stringMatching(/--workspace ID, or POWER_BI_WORKSPACE_ID/) as string,
  });
  expect(unknown).toEqual({
    code: 2,
    output: expect.stringMatching(/unknown command "delete"[^]*usage:/) as string,
  });
});
