import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ignore from 'ignore';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '../../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

interface Form {
  readonly shell: string;
  readonly run: string;
  readonly interactive?: boolean;
  readonly continueOnError?: boolean;
}
type Hooks = Readonly<Record<string, Readonly<Record<'posix' | 'windows', Form>>>>;

const project = parse(read('azure.yaml')) as {
  readonly requiredVersions: { readonly azd: string };
  readonly infra: { readonly path: string; readonly module: string };
  readonly services: {
    readonly api: { readonly dist: string; readonly remoteBuild: boolean; readonly hooks: Hooks };
  };
  readonly hooks: Hooks;
};
const { api } = project.services;
const hooks = { ...project.hooks, ...api.hooks };

it('runs every hook, and each file exists', () => {
  expect(Object.keys(hooks).sort()).toEqual([
    'postdeploy',
    'postdown',
    'postprovision',
    'predown',
    'prepackage',
    'preprovision',
  ]);
  for (const { posix } of Object.values(hooks))
    expect(existsSync(join(ROOT, posix.run.replace('node ', '')))).toBe(true);
});

it.each(Object.entries(hooks))(
  'runs %s on Windows as on other systems, with the exit code passed on',
  (_name, { posix, windows }) => {
    expect(posix).toMatchObject({
      shell: 'sh',
      run: expect.stringMatching(/^node hooks\/[a-z-]+\.mjs$/) as string,
    });
    expect(windows).toEqual({ ...posix, shell: 'pwsh', run: `${posix.run}; exit $LASTEXITCODE` });
  },
);

it('shows the output of hooks of the whole deployment', () => {
  for (const { posix } of Object.values(project.hooks)) expect(posix.interactive).toBe(true);
});

it('deploys the app after a failed step, and lets no other hook fail silently', () => {
  const goingOn = Object.entries(hooks).filter(([, { posix }]) => posix.continueOnError);
  expect(goingOn.map(([name]) => name)).toEqual(['postprovision']);
});

it('requires an azd with all used features, and the documentation has the same version', () => {
  const version = /^>= (\d+\.\d+\.\d+)$/.exec(project.requiredVersions.azd)?.[1] ?? '';
  expect(version).not.toBe('');
  expect(read('docs/deploy.md')).toContain(`(https://aka.ms/azd) ${version} or later`);
});

it('does not ignore the folder of packages, because nothing is built in Azure', () => {
  expect(api.remoteBuild).toBe(false);
  // azd refuses `remoteBuild: false` if .funcignore omits node_modules.
  expect(ignore().add(read('.funcignore')).ignores('node_modules/')).toBe(false);
  expect(read('hooks/package.mjs')).toContain(`join(ROOT, '${api.dist.replace('/', "', '")}')`);
});

it('stages the files that .funcignore admits', () => {
  const content = /const CONTENT = \[([^\]]+)\]/.exec(read('hooks/lib/package-content.mjs'))?.[1] ?? '';
  const staged = [...content.matchAll(/'([^']+)'/g)].map(([, path = '']) => path);
  expect(staged).toEqual(expect.arrayContaining(['dist/app', 'host.json', 'package.json']));
  const filter = ignore().add(read('.funcignore'));
  for (const path of staged) {
    const isFolder = statSync(join(ROOT, path)).isDirectory();
    expect(filter.ignores(isFolder ? `${path}/` : path)).toBe(false);
  }
  expect(filter.ignores('dist/commands/power-bi.js')).toBe(true);
});

it('has a dev container with the tools of a default deployment, and the deployed Node.js', () => {
  const { image, features, postCreateCommand } = JSON.parse(read('.devcontainer/devcontainer.json')) as {
    readonly image: string;
    readonly features: Readonly<Record<string, object>>;
    readonly postCreateCommand: Readonly<Record<string, string>>;
  };
  const brings = [image, ...Object.keys(features), ...Object.values(postCreateCommand)].join(' ');
  for (const tool of [/\/azd:/, /\/azure-cli:/, /databricks\/setup-cli/, /npm ci/])
    expect(brings).toMatch(tool);
  const [, deployed = ''] =
    /name: 'node'\s+version: '(\d+)'/.exec(read('bicep/modules/function-app.bicep')) ?? [];
  expect(image).toMatch(new RegExp(`:${deployed}$`));
  expect(deployed).not.toBe('');
});
