import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSnapshot, REPOSITORY } from '../../testing/fixtures/snapshots';

const read = (...path: string[]): string => readFileSync(join(REPOSITORY, ...path), 'utf8');

/** Variables of the azd environment that azd itself gives (https://learn.microsoft.com/azure/developer/azure-developer-cli/manage-environment-variables). */
const OF_AZD = [
  'AZURE_ENV_NAME',
  'AZURE_LOCATION',
  'AZURE_PRINCIPAL_ID',
  'AZURE_PRINCIPAL_TYPE',
  'AZURE_SUBSCRIPTION_ID',
];

/** Variables that a person or a workflow sets only for hooks, with their purpose. */
const OF_HOOKS: Readonly<Record<string, string>> = {
  AZD_SETTINGS: 'what a workflow restores',
  AZD_VARIABLES: 'the repository’s variables, in the workflow of azd pipeline config',
  BUSINESS_TIME_ZONE: 'another time zone of business days',
  CI: 'a workflow runs the hooks',
  DATABRICKS_MANAGED_GROUP: 'told by the hook before `azd down` to the one after',
  DATABRICKS_TARGET: 'another target of the bundle',
  DATABRICKS_WORKERS: 'another number of workers',
  DEPLOY_SEMANTIC_MODEL: 'whether the semantic model is deployed',
  POWER_BI_DATASET_NAME: 'the name of the push dataset',
  FUNCTION_KEY: 'of the smoke test',
  SLUICE_PROJECT: 'the project is elsewhere, in tests',
  UNFINISHED_STEPS: 'told by the hook after provisioning to the one after the deployment',
  WRITE_LOCAL_SETTINGS: 'whether local.settings.json is written',
};

describe('the azd environment', () => {
  const declared = [...read('bicep/main.bicep').matchAll(/^param (\w+) /gm)].map(([, name = '']) => name);
  let parameters: Readonly<Record<string, { readonly value: unknown }>>;
  let variables: ReadonlySet<string>;

  beforeAll(() => {
    ({ parameters } = JSON.parse(read('bicep/main.parameters.json')) as {
      readonly parameters: typeof parameters;
    });
    variables = new Set(
      Object.values(parameters).flatMap(({ value }) => /^\$\{(\w+)(=.*)?\}$/.exec(String(value))?.[1] ?? []),
    );
  });

  it('passes exactly the parameters of the deployment', () => {
    expect(Object.keys(parameters).sort()).toEqual(declared.sort());
  });

  it('has one variable per parameter, with the same name if it has one', () => {
    const own = Object.entries(parameters).flatMap(([name, { value }]) => {
      const variable = /^\$\{(\w+)/.exec(String(value))?.[1];
      return variable === undefined ? [] : [[name, variable] as const];
    });
    expect(new Set(own.map(([, variable]) => variable)).size).toBe(own.length);
    const differ = own.filter(([name, variable]) => {
      const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
      return variable !== words && variable !== `AZURE_${words}`;
    });
    // The name that azd uses.
    expect(differ).toEqual([['environmentName', 'AZURE_ENV_NAME']]);
  });

  it('has all variables that hooks read: outputs, parameters, and variables for hooks only', () => {
    const outputs = Object.keys(readSnapshot('default').outputs);
    const known = new Set([...outputs, ...variables, ...OF_AZD, ...Object.keys(OF_HOOKS)]);
    const hooks = readdirSync(join(REPOSITORY, 'hooks'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.mjs'))
      .map((path) => [path, read('hooks', path)] as const);
    const asked = hooks.flatMap(([path, text]) =>
      [...text.matchAll(/\b(?:need|valueOf|isOn|listOf|keep)\('(\w+)'/g)].map(
        ([, name = '']) => [path, name] as const,
      ),
    );
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter(([, name]) => !known.has(name))).toEqual([]);
    const used = new Set(asked.map(([, name]) => name));
    expect(Object.keys(OF_HOOKS).filter((name) => !used.has(name))).toEqual([]);
  });

  it('keeps values of hooks for the next deployment', () => {
    const kept = readdirSync(join(REPOSITORY, 'hooks/steps')).flatMap((path) =>
      [...read('hooks/steps', path).matchAll(/\bkeep\('(\w+)'/g)].map(([, name = '']) => name),
    );
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.filter((name) => !variables.has(name) && !(name in OF_HOOKS))).toEqual([]);
  });
});
