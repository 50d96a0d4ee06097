import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '../../..');
const FOLDER = join(ROOT, '.github/workflows');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly 'working-directory'?: string;
}

interface Job {
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The commit of its release was looked up once; see docs/continuous-deployment.md. */
const PINNED_BY_RELEASE = new Set(['databricks/setup-cli@v1.16.0']);

const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
const files = readdirSync(FOLDER);
const workflows = files.map((file) => [file, parse(read(`.github/workflows/${file}`)) as Workflow] as const);

it('has CI, both ways of deployment and CodeQL', () => {
  expect(files.sort()).toEqual(['azure-dev.yml', 'ci.yml', 'codeql.yml', 'deploy-to.yml', 'deploy.yml']);
});

describe.each(workflows)('%s', (file, workflow) => {
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps ?? []);

  it('pins every action by a commit, with its version in a comment', () => {
    const uses = [...read(`.github/workflows/${file}`).matchAll(/uses: (\S+)(?: # (v\d+\.\d+\.\d+))?$/gm)];
    expect(uses.length).toBe(
      steps.filter((step) => step.uses).length + jobs.filter((job) => job.uses).length,
    );
    for (const [, action = '', version] of uses) {
      if (action.startsWith('./')) expect(existsSync(join(ROOT, action))).toBe(true);
      else if (!PINNED_BY_RELEASE.has(action)) {
        expect(action).toMatch(/@[0-9a-f]{40}$/);
        expect(version).toBeDefined();
      }
    }
  });

  it('runs existing npm scripts and files', () => {
    for (const { run = '', 'working-directory': folder = '' } of steps) {
      for (const [, script = ''] of run.matchAll(/npm run ([\w:-]+)/g))
        expect(scripts).toHaveProperty([script]);
      if (run.includes('npm test')) expect(scripts).toHaveProperty('test');
      for (const [path] of run.matchAll(/\b[\w./-]+\.(?:mjs|ts|sh|bicep)\b/g))
        expect([path, existsSync(join(ROOT, folder, path))]).toEqual([path, true]);
    }
  });

  it('puts no input of an event into a script', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  it('has minimal permissions, a time limit, and no secret but the token of the run', () => {
    expect(workflow.permissions).toBeDefined();
    expect(Object.values(workflow.permissions ?? {}).every((access) => access === 'read')).toBe(true);
    // Signs in to Azure; uploads findings.
    const allowed: Readonly<Record<string, readonly string[]>> = {
      'id-token': ['write'],
      'security-events': ['write'],
    };
    for (const job of jobs) {
      if (job.uses === undefined) expect(job['timeout-minutes']).toBeGreaterThan(0);
      for (const [name, access] of Object.entries(job.permissions ?? {}))
        expect([name, [...(allowed[name] ?? []), 'read']]).toEqual([name, expect.arrayContaining([access])]);
    }
    expect(read(`.github/workflows/${file}`)).not.toMatch(/\$\{\{\s*secrets\./);
  });

  it('defines what happens to concurrent runs', () => {
    const called = 'workflow_call' in workflow.on;
    expect(called ? JSON.stringify(jobs) : JSON.stringify(workflow)).toContain('cancel-in-progress');
  });
});

it('deploys the tested package of dev to prod, without a new build', () => {
  const deploy = parse(read('.github/workflows/deploy.yml')) as { jobs: Record<string, { needs?: unknown }> };
  expect(deploy.jobs['prod']?.needs).toEqual(['package', 'dev']);
  const to = read('.github/workflows/deploy-to.yml');
  expect(to).toContain('azd deploy api --from-package package.zip');
  expect(to).not.toContain('hooks/package.mjs');
});

it.each(['deploy-to.yml', 'azure-dev.yml'])(
  'stops %s before the new app after a failed step of provisioning',
  (file) => {
    const to = read(`.github/workflows/${file}`);
    const order = ['run: azd provision', 'run: node hooks/check-finished.mjs', 'run: azd deploy '];
    const places = order.map((command) => to.indexOf(command));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  },
);

it.each(['deploy-to.yml', 'azure-dev.yml'])(
  'fetches tokens in %s between the sign-in and the deployment',
  (file) => {
    const to = read(`.github/workflows/${file}`);
    const places = ['uses: azure/login', 'run: node hooks/fetch-tokens.mjs', 'run: azd provision'].map(
      (step) => to.indexOf(step),
    );
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  },
);

it('deploys automatically in one way only: one workflow checks the variables that azd pipeline config sets', () => {
  expect(read('.github/workflows/azure-dev.yml')).toContain(
    "if: vars.AZURE_CLIENT_ID != '' && vars.AZURE_ENV_NAME != ''",
  );
  expect(read('.github/workflows/deploy.yml')).toContain("vars.AZURE_CLIENT_ID == '' &&");
});

it('fetches the token of every service that hooks use', () => {
  const fetched = read('hooks/fetch-tokens.mjs');
  const named = readdirSync(join(ROOT, 'hooks'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.mjs'))
    .flatMap((file) => [...read(join('hooks', file)).matchAll(/const (?:RESOURCE|FABRIC) = '([^']+)'/g)])
    .map(([, resource = '']) => resource);
  expect(named).toHaveLength(2);
  // Key Vault, Storage and SQL, which the tools request themselves, and Databricks with Azure Resource Manager.
  const byTools = [
    'vault.azure.net',
    'storage.azure.com',
    'database.windows.net',
    '2ff814a6-',
    'management.core.',
  ];
  for (const resource of [...named, ...byTools]) expect(fetched).toContain(resource);
});

it('updates the packages of the app and of the site, and actions', () => {
  const { updates } = parse(read('.github/dependabot.yml')) as {
    updates: { 'package-ecosystem': string; directory: string }[];
  };
  expect(updates.map((update) => [update['package-ecosystem'], update.directory])).toEqual([
    ['npm', '/'],
    ['npm', '/docs'],
    ['github-actions', '/'],
  ]);
});
