import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SOURCES } from '../../../src/lib/shared/source';

const ROOT = resolve(__dirname, '../../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const hooks = readdirSync(join(ROOT, 'hooks'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => [file, read(join('hooks', file))] as const);
const outputs = [...read('bicep/main.bicep').matchAll(/^output (\w+)/gm)].map(([, name]) => name);
const parameters = [...read('bicep/main.parameters.json').matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);

/** Read by hooks alone; docs/deploy.md tells of them. */
const SWITCHES = [
  'BUSINESS_TIME_ZONE',
  'DATABRICKS_TARGET',
  'DATABRICKS_WORKERS',
  'DEPLOY_SEMANTIC_MODEL',
  'WRITE_LOCAL_SETTINGS',
];
/** Set by azd, by GitHub, or by whoever starts a hook. */
const OTHERS = ['AZURE_SUBSCRIPTION_ID', 'CI', 'AZD_SETTINGS', 'FUNCTION_KEY', 'SLUICE_PROJECT', ...SWITCHES];
/** Told by one hook to the next. */
const HANDED_ON = ['DATABRICKS_MANAGED_GROUP', 'UNFINISHED_STEPS'];

it('reads from the azd environment what Bicep gives or takes, and nothing else', () => {
  const known = new Set([...outputs, ...parameters, ...OTHERS, ...HANDED_ON]);
  const asked = hooks.flatMap(([file, text]) =>
    [...text.matchAll(/\b(?:need|valueOf|isOn|listOf|keep)\('(\w+)'/g)].map(
      ([, name]) => `${name} (${file})`,
    ),
  );
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((entry) => !known.has(entry.replace(/ .*/, '')))).toEqual([]);
});

it('keeps only what the next provisioning or the next hook reads again', () => {
  const kept = hooks.flatMap(([, text]) => [...text.matchAll(/\bkeep\('(\w+)'/g)].map(([, name]) => name));
  expect(kept).toContain('DATABRICKS_JOB_ID');
  for (const name of kept) expect([...parameters, ...HANDED_ON]).toContain(name);
});

it('switches off locally what a hub or a schedule starts, for every source', () => {
  const text = read('hooks/steps/write-local-settings.mjs');
  const named = /const SOURCES = \[([^\]]+)\]/.exec(text)?.[1] ?? '';
  expect([...named.matchAll(/'(\w+)'/g)].map(([, name = '']) => name.toLowerCase())).toEqual([...SOURCES]);
});

it('sets every variable of the SQL', () => {
  const files = readdirSync(join(ROOT, 'synapse')).filter((file) => file.endsWith('.sql'));
  expect(files).toContain('10-database.sql');
  const used = files.flatMap((file) =>
    [
      ...read(`synapse/${file}`)
        .replace(/^\s*--.*$/gm, '')
        .matchAll(/\$\((\w+)\)/g),
    ].map(([, name]) => name),
  );
  expect(new Set(used)).toEqual(new Set(['LakeEndpoint']));
});

it('tells of every switch', () => {
  const text = read('docs/deploy.md');
  for (const name of [...SWITCHES, 'VNET_ENABLED']) expect(text).toContain(`\`${name}\``);
});
