import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '../../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const hooks = readdirSync(join(ROOT, 'hooks'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => [file, read(join('hooks', file))] as const);
const outputs = [...read('bicep/main.bicep').matchAll(/^output (\w+)/gm)].map(([, name]) => name);
const parameters = [...read('bicep/main.parameters.json').matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);

/** Only hooks read these; docs/deploy.md documents them. */
const SWITCHES = [
  'BUSINESS_TIME_ZONE',
  'DATABRICKS_TARGET',
  'DATABRICKS_WORKERS',
  'DEPLOY_SEMANTIC_MODEL',
  'POWER_BI_DATASET_NAME',
  'WRITE_LOCAL_SETTINGS',
];
/** Set by azd for every environment, or by a hook for the next deployment: not set for a pipeline. */
const NOT_SET_BY_HAND = [
  'AZURE_ENV_NAME',
  'AZURE_LOCATION',
  'AZURE_PRINCIPAL_ID',
  'AZURE_PRINCIPAL_TYPE',
  'DATABRICKS_JOB_ID',
  'IOT_HUB_PRINCIPAL_ID',
  'POWER_BI_DATASET_ID',
  'POWER_BI_SEMANTIC_MODEL_ID',
  'RECOVER_KEY_VAULT',
];
/** Set by azd, by GitHub, or by the caller of a hook. */
const OTHERS = [
  'AZURE_SUBSCRIPTION_ID',
  'CI',
  'AZD_SETTINGS',
  'AZD_VARIABLES',
  'FUNCTION_KEY',
  'SLUICE_PROJECT',
  ...SWITCHES,
];
/** Set by one hook for the next. */
const HANDED_ON = ['DATABRICKS_MANAGED_GROUP', 'UNFINISHED_STEPS'];

it('reads only inputs and outputs of Bicep from the azd environment', () => {
  const known = new Set([...outputs, ...parameters, ...OTHERS, ...HANDED_ON]);
  const asked = hooks.flatMap(([file, text]) =>
    [...text.matchAll(/\b(?:need|valueOf|isOn|listOf|keep)\('(\w+)'/g)].map(
      ([, name]) => `${name} (${file})`,
    ),
  );
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((entry) => !known.has(entry.replace(/ .*/, '')))).toEqual([]);
});

it('passes every switch to the pipeline of `azd pipeline config`', () => {
  const { pipeline } = parse(read('azure.yaml')) as { pipeline: { variables: readonly string[] } };
  const switches = read('bicep/main.parameters.json').matchAll(/"\$\{(\w+)/g);
  const expected = [...[...switches].map(([, name = '']) => name), ...SWITCHES].filter(
    // A file of a person's machine.
    (name) => ![...NOT_SET_BY_HAND, 'WRITE_LOCAL_SETTINGS'].includes(name),
  );
  expect(expected.length).toBeGreaterThan(30);
  expect(pipeline.variables).toEqual(expected.sort());
});

it('gives a second deployment the parameters of the first, except the identity of IoT Hub', () => {
  // azd stores outputs beside switches, so an output with a switch's name would change an input of the next
  // deployment.
  expect(outputs.filter((name) => parameters.includes(name)).sort()).toEqual([
    'AZURE_LOCATION', // Unchanged.
    'IOT_HUB_PRINCIPAL_ID',
  ]);
  expect(read('bicep/main.bicep')).toContain('output AZURE_LOCATION string = location\n');
});

it('stores only values that the next provisioning or the next hook reads', () => {
  const kept = hooks.flatMap(([, text]) => [...text.matchAll(/\bkeep\('(\w+)'/g)].map(([, name]) => name));
  expect(kept).toContain('DATABRICKS_JOB_ID');
  for (const name of kept) expect([...parameters, ...HANDED_ON]).toContain(name);
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

it('has a short page about deployment', () => {
  expect(read('docs/deploy.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});

it('documents every switch', () => {
  const text = read('docs/deploy.md');
  for (const name of [...SWITCHES, 'VNET_ENABLED']) expect(text).toContain(`\`${name}\``);
});
