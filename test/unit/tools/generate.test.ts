import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, SchemaCopy } from './schema-folder';

let copy: SchemaCopy;
let local: string;

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
});
afterAll(() => {
  copy.remove();
});

function run(...flags: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', pathToFileURL(require.resolve('tsx')).href, join(ROOT, 'tools/generate.ts'), ...flags],
    { cwd: copy.folder, encoding: 'utf8' },
  );
  return { status, output: stdout + stderr };
}
const generate = (...flags: string[]): { status: number | null; output: string } =>
  run(
    '--schemas',
    copy.schemas,
    '--out',
    copy.out,
    '--local',
    local,
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

it('writes files, then finds nothing stale, then lists stale files', () => {
  expect(generate('--check')).toMatchObject({ status: 1 });
  expect(existsSync(copy.out)).toBe(false);

  expect(generate()).toMatchObject({ status: 0 });
  const page = readFileSync(join(local, 'SUPPORT.md'), 'utf8');
  expect(page).toContain('## Data Lake Storage');
  expect(page).toContain('| Put Blob | a \\| b | `blob.put` |');
  expect(page).toContain('| Page blobs |  | `blob.page` |');
  const document = readFileSync(join(copy.folder, 'openapi', 'openapi.json'), 'utf8');
  expect(document).toContain('"/api/ingest/iot/telemetry"');
  expect(readFileSync(join(copy.folder, 'api-types', 'api.d.ts'), 'utf8')).toContain('RefreshSummary');
  expect(generate('--check')).toMatchObject({ status: 0, output: '' });

  appendFileSync(join(copy.out, 'readers.js'), '// changed by hand');
  writeFileSync(join(copy.out, 'left-over.js'), '');
  const { status, output } = generate('--check');
  expect(status).toBe(1);
  expect(output).toContain('readers.js is stale');
  expect(output).toContain('left-over.js is stale');
  expect(output).not.toContain('validators.js');
});

it('writes nothing from refused schemas, and reports the reasons', () => {
  const before = readFileSync(join(local, 'SUPPORT.md'), 'utf8');
  copy.write('iot/alarm.v1.json', {});
  const { status, output } = generate();
  expect(status).toBe(1);
  expect(output).toContain('iot/alarm.v1.json#: ');
  expect(readFileSync(join(local, 'SUPPORT.md'), 'utf8')).toBe(before);
});

it('refuses unknown flags', () => {
  expect(run('--force')).toMatchObject({ status: 1, output: expect.stringContaining('--force') as unknown });
});
