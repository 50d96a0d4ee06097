import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Check, validated } from './check';
import schema from './azure-yaml.schema.json';
import { createValidator } from './validate';

interface Project {
  readonly infra: { readonly path: string; readonly module: string };
  readonly hooks?: Hooks;
  readonly services: Readonly<Record<string, { readonly hooks?: Hooks }>>;
}
type Hooks = Readonly<Record<string, Readonly<Record<string, { readonly run: string }>>>>;

/** Checks azure.yaml against its schema, and that the files in it exist. */
export function checkAzureYaml(root: string): Check {
  return {
    title: 'azure.yaml',
    run: () => {
      const project: unknown = parse(readFileSync(join(root, 'azure.yaml'), 'utf8'));
      const problems = createValidator(schema)(project, 'azure.yaml');
      return Promise.resolve(
        validated(
          'fits its schema, and the files in it exist',
          problems.length > 0 ? problems : missingFiles(root, project as Project),
        ),
      );
    },
  };
}

function missingFiles(root: string, { infra, hooks, services }: Project): readonly string[] {
  const all = [hooks ?? {}, ...Object.values(services).map((service) => service.hooks ?? {})];
  const scripts = all.flatMap((some) => Object.values(some)).flatMap((forms) => Object.values(forms));
  const named = [
    join(infra.path, `${infra.module}.bicep`),
    ...scripts.flatMap(({ run }) => /^node (\S+\.mjs)/.exec(run)?.[1] ?? []),
  ];
  return [...new Set(named)]
    .filter((file) => !existsSync(join(root, file)))
    .map((file) => `azure.yaml names ${file}, which does not exist`);
}
