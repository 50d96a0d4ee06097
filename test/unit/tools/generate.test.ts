import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, SchemaCopy } from './schema-folder';

/** Loads TypeScript in a child process. */
const TSX = ['--import', pathToFileURL(require.resolve('tsx')).href];

let copy: SchemaCopy;
let local: string;
let child: ChildProcess;

beforeAll(() => {
  copy = new SchemaCopy('iot');
  local = join(copy.folder, 'local');
  writeFileSync(join(copy.folder, 'local.settings.example.json'), '{ "Values": { "OTHER": "stays" } }');
  mkdirSync(join(local, 'lake'), { recursive: true });
  writeFileSync(
    join(local, 'lake/support.ts'),
    `export const support = {
      service: 'Data Lake Storage',
      supported: [{ id: 'blob.put', feature: 'Put Blob', note: 'a | b' }],
      refused: [{ id: 'blob.page', feature: 'Page blobs' }],
    };`,
  );
  mkdirSync(join(copy.folder, 'test/conformance'), { recursive: true });
  mkdirSync(join(copy.folder, 'test/clients'));
  writeFileSync(join(copy.folder, 'test/clients/test_lake.py'), '# Proves blob.put of lake with Python.\n');
  child = fork(join(__dirname, 'run-generate.ts'), { execArgv: TSX, cwd: copy.folder });
});
afterAll(() => {
  child.kill();
  copy.remove();
});

interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

/** Runs in a process that other runs share. */
async function run(...flags: string[]): Promise<Outcome> {
  const ended = new AbortController();
  const stop = (): void => {
    ended.abort();
  };
  child.once('exit', stop);
  child.send(flags);
  const [outcome] = (await once(child, 'message', { signal: ended.signal })) as [Outcome];
  child.off('exit', stop);
  return outcome;
}

/** Runs in its own process, as `npm run generate` does. */
function start(...flags: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...TSX, join(ROOT, 'tools/generate.ts'), ...flags],
    { cwd: copy.folder, encoding: 'utf8' },
  );
  return { status, output: stdout + stderr };
}

const generate = (...flags: string[]): Promise<Outcome> =>
  run(
    '--schemas',
    copy.schemas,
    '--out',
    copy.out,
    '--local',
    local,
    '--tests',
    join(copy.folder, 'test'),
    '--docs',
    join(copy.folder, 'docs'),
    '--models',
    join(copy.folder, 'models'),
    '--power-bi',
    join(copy.folder, 'power-bi'),
    '--synapse',
    join(copy.folder, 'synapse'),
    '--bicep',
    join(copy.folder, 'bicep'),
    '--databricks',
    join(copy.folder, 'databricks'),
    '--example-settings',
    join(copy.folder, 'local.settings.example.json'),
    '--openapi',
    join(copy.folder, 'openapi'),
    '--api-types',
    join(copy.folder, 'api-types'),
    ...flags,
  );

it('writes files, then finds nothing stale, then lists stale files', async () => {
  expect(await generate('--check')).toMatchObject({ status: 1 });
  expect(existsSync(copy.out)).toBe(false);

  expect(await generate()).toMatchObject({ status: 0 });
  const page = readFileSync(join(local, 'SUPPORT.md'), 'utf8');
  expect(page).toContain('## Data Lake Storage');
  expect(page).toContain('| Put Blob | a \\| b | Python | `blob.put` |');
  expect(page).toContain('| Page blobs |  | `blob.page` |');
  const document = readFileSync(join(copy.folder, 'openapi', 'openapi.json'), 'utf8');
  expect(document).toContain('"/api/ingest/iot/telemetry"');
  expect(readFileSync(join(copy.folder, 'api-types', 'api.d.ts'), 'utf8')).toContain('RefreshSummary');
  expect(await generate('--check')).toMatchObject({ status: 0, output: '' });

  appendFileSync(join(copy.out, 'readers.js'), '// changed by hand');
  writeFileSync(join(copy.out, 'left-over.js'), '');
  const { status, output } = await generate('--check');
  expect(status).toBe(1);
  expect(output).toContain('readers.js is stale');
  expect(output).toContain('left-over.js is stale');
  expect(output).not.toContain('validators.js');
});

it('writes nothing from refused schemas, and reports the reasons', async () => {
  const before = readFileSync(join(local, 'SUPPORT.md'), 'utf8');
  copy.write('iot/alarm.v1.json', {});
  const { status, output } = await generate();
  expect(status).toBe(1);
  expect(output).toContain('iot/alarm.v1.json#: ');
  expect(readFileSync(join(local, 'SUPPORT.md'), 'utf8')).toBe(before);
});

it('refuses unknown flags', () => {
  expect(start('--force')).toMatchObject({
    status: 1,
    output: expect.stringContaining('--force') as unknown,
  });
});
