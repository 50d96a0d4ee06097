import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Check, type Outcome, runChecks } from '../../../../tools/azure/check/check';
import { checkAzureYaml } from '../../../../tools/azure/check/check-azure-yaml';
import { checkBicep } from '../../../../tools/azure/check/check-bicep';
import { checkBundle, checkBundleSchema, checkBundleTypes } from '../../../../tools/azure/check/check-bundle';
import { checkDefinitions, checkDefinitionTypes } from '../../../../tools/azure/check/check-data-factory';
import { commandsIn, type Ran, type RunCommand } from '../../../../tools/azure/check/run-command';

const ROOT = resolve(__dirname, '../../../..');
const PROJECT = ['azure.yaml', 'adf', 'databricks', 'lakehouse/engines/spark', 'hooks', 'bicep'];

let folder: string;
/** Takes back what a test has changed in the folder, last change first. */
const restore: (() => void)[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-check-'));
  for (const path of PROJECT) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
});
afterEach(() => {
  for (const undo of restore.splice(0).reverse()) undo();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Changes the text of a file; the replaced text must exist. */
function edit(file: string, from: string | RegExp, to: string): void {
  const path = join(folder, file);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} has no ${String(from)}`);
  restore.push(() => {
    writeFileSync(path, before);
  });
  writeFileSync(path, after);
}
/** Writes a file that the project does not have. */
function write(file: string, text: string): void {
  const path = join(folder, file);
  restore.push(() => {
    rmSync(path);
  });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: 'wx' });
}
const answering =
  (ran: Partial<Ran>): RunCommand =>
  () =>
    Promise.resolve({ code: 0, output: '', errors: '', ...ran });

describe('azure.yaml', () => {
  it('fits its schema', async () => {
    expect(await checkAzureYaml(folder).run()).toMatchObject({ state: 'passed' });
  });

  it.each([
    [
      'remoteBuild: false',
      'remoteBuilt: false',
      /azure\.yaml\/services\/api: .*additional properties \(remoteBuilt\)/,
    ],
    ['host: function', 'host: functions', /azure\.yaml\/services\/api\/host: must be equal to constant/],
    ["azd: '>= 1.23.13'", 'azd: 1.23.13', /azure\.yaml\/requiredVersions\/azd: must match pattern/],
    ['  postdown:', '  afterdown:', /azure\.yaml\/hooks: .*\(.*afterdown.*\)/],
    ['shell: pwsh', 'shell: powershell', /azure\.yaml\/services\/api\/hooks\/prepackage\/windows\/shell/],
    ['node hooks/predown.mjs', 'node hooks/pre-down.mjs', /names hooks\/pre-down\.mjs, which does not exist/],
    ['module: main', 'module: principal', /names bicep\/principal\.bicep, which does not exist/],
  ])('reports the place if %s became %s', async (from, to, problem) => {
    edit('azure.yaml', from, to);
    const { state, details } = await checkAzureYaml(folder).run();
    expect([state, details.join('\n')]).toEqual(['failed', expect.stringMatching(problem) as string]);
  });
});

describe('Data Factory', () => {
  const ERP = 'adf/pipeline/ingest_erp.json';

  it('fits its schema', async () => {
    expect(await checkDefinitions(folder).run()).toMatchObject({
      state: 'passed',
      details: [expect.stringContaining('18 definitions')],
    });
  });

  it.each([
    [ERP, '"batchCount": 2', '"batchCount": 51', /activities\/0\/typeProperties\/batchCount: must be <= 50/],
    [
      ERP,
      '"retryIntervalInSeconds": 30',
      '"retryIntervalInSeconds": 5',
      /policy\/retryIntervalInSeconds: must be >= 30/,
    ],
    [ERP, '"timeout": "0.00:30:00"', '"timeout": "30m"', /policy\/timeout: must match pattern/],
    [
      ERP,
      '"type": "Array"',
      '"type": "List"',
      /parameters\/tables\/type: must be equal to one of the allowed values/,
    ],
    [
      ERP,
      '"referenceName": "erpTable"',
      '"referenceName": "erpTabel"',
      /its DatasetReference names erpTabel, which does not exist/,
    ],
    [
      ERP,
      '"name": "ingest_erp"',
      '"name": "ingest"',
      /its name is ingest; a file has the name of its definition/,
    ],
    [
      'adf/dataset/lakeFile.json',
      '"annotations": []',
      '"annotation": []',
      /lakeFile\.json\/properties: .*\(annotation\)/,
    ],
  ])('reports the place if %s has %s as %s', async (file, from, to, problem) => {
    edit(file, from, to);
    const { state, details } = await checkDefinitions(folder).run();
    expect([state, details.join('\n')]).toEqual(['failed', expect.stringMatching(problem) as string]);
  });

  it('reports how to get the types of Microsoft if they are missing, and unknown fields if they are installed', async () => {
    expect(await checkDefinitionTypes(folder, answering({})).run()).toEqual({
      state: 'missing',
      details: [expect.stringContaining('test/testing/python/install.sh')],
    });
    write('build/python/bin/python', '');
    expect(await checkDefinitionTypes(folder, answering({ output: '[]' })).run()).toMatchObject({
      state: 'passed',
    });
    expect(await checkDefinitionTypes(folder, answering({ output: '["x.colour"]' })).run()).toEqual({
      state: 'failed',
      details: ['x.colour'],
    });
    const broken = checkDefinitionTypes(folder, answering({ code: 1, errors: 'ImportError' }));
    await expect(broken.run()).rejects.toThrow('ImportError');
  });
});

describe('the bundle', () => {
  const SCHEMA = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    additionalProperties: false,
    properties: { bundle: {}, include: {}, sync: {}, variables: {}, targets: {}, resources: {} },
  };

  it('is read for every target', async () => {
    expect(await checkBundle(folder).run()).toEqual({
      state: 'passed',
      details: ['2 jobs, read for the targets dev and prod'],
    });
  });

  it('is checked against the schema of the Databricks CLI, file by file', async () => {
    const run = answering({ output: JSON.stringify(SCHEMA) });
    expect(await checkBundleSchema(folder, run).run()).toEqual({
      state: 'passed',
      details: ['3 files fit it'],
    });
    edit('databricks/resources/refresh.job.yml', 'resources:', 'resource:');
    expect(await checkBundleSchema(folder, run).run()).toEqual({
      state: 'failed',
      details: [expect.stringMatching(/refresh\.job\.yml: .*\(resource\)/)],
    });
  });

  it('reports what is missing without the CLI or the types', async () => {
    expect(await checkBundleSchema(folder, answering({ code: undefined })).run()).toEqual({
      state: 'missing',
      details: [expect.stringContaining('https://docs.databricks.com/dev-tools/cli/install')],
    });
    expect((await checkBundleTypes(folder, answering({})).run()).state).toBe('missing');
    write('build/python/bin/python', '');
    expect((await checkBundleTypes(folder, answering({})).run()).state).toBe('passed');
    expect(await checkBundleTypes(folder, answering({ code: 1, errors: 'trace\nno colour' })).run()).toEqual({
      state: 'failed',
      details: ['no colour'],
    });
  });
});

describe('Bicep', () => {
  it.each<[string, Partial<Ran>, Outcome['state'], RegExp]>([
    ['has passed', { output: '== lint\n8 passed, 0 failed\n' }, 'passed', /8 passed, 0 failed/],
    [
      'has failed',
      { code: 1, output: '== lint\n7 passed, 1 failed\n', errors: 'main.bicep(3,1)' },
      'failed',
      /main\.bicep\(3,1\)/,
    ],
    [
      'is missing',
      { output: '0 passed, 0 failed, 1 skipped\n', errors: 'SKIPPED: no CLI' },
      'missing',
      /SKIPPED: no CLI[^]*az bicep install/,
    ],
    ['reports a missing shell', { code: undefined }, 'missing', /bash/],
  ])('%s as its suite does', async (_title, ran, state, said) => {
    const outcome = await checkBicep(answering(ran)).run();
    expect(outcome.state).toBe(state);
    expect(outcome.details.join('\n')).toMatch(said);
  });

  it('fails if the suite breaks off', async () => {
    await expect(checkBicep(answering({ code: 1, errors: 'out of memory' })).run()).rejects.toThrow(
      'out of memory',
    );
  });
});

describe('checks', () => {
  const check = (state: Outcome['state'], ...details: string[]): Check => ({
    title: state,
    run: () => Promise.resolve({ state, details }),
  });

  it('end with the counts, and fail if one failed or broke', async () => {
    const lines: string[] = [];
    const broken: Check = { title: 'broken', run: () => Promise.reject(new Error('no such file')) };
    const code = await runChecks([check('passed', 'all'), check('missing', 'the CLI'), broken], (line) => {
      lines.push(line);
    });
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain('  MISSING  missing: the CLI');
    expect(lines.join('\n')).toContain('  failed   broken: no such file');
    expect(lines.at(-1)).toBe('1 passed, 1 failed, 1 skipped');
    expect(await runChecks([check('passed'), check('missing')], () => undefined)).toBe(0);
  });

  it('run a command with its input, and recognize a missing one', async () => {
    const run = commandsIn(folder);
    const echo = 'process.stdin.pipe(process.stdout); console.error(process.cwd()); process.exitCode = 3';
    expect(await run(process.execPath, ['-e', echo], 'text')).toMatchObject({ code: 3, output: 'text' });
    expect(await run('no-such-command', [])).toMatchObject({ code: undefined });
  });
});
