import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadBundle } from '../../../local/databricks/bundle/load-bundle';
import { type Check, validated, missing, passed } from './check';
import { type RunCommand } from './run-command';
import { createValidator } from './validate';

const TARGETS = ['dev', 'prod'] as const;

/** Checks variables, includes, targets and jobs of the bundle with the reader of the Databricks stand-in. */
export function checkBundle(root: string): Check {
  return {
    title: 'Databricks bundle',
    run: () => {
      const jobs = TARGETS.map((target) => {
        const variables = { lake: 'abfss://{container}@example.dfs.core.windows.net' };
        return loadBundle({ directory: join(root, 'databricks'), target, variables }).jobs.length;
      });
      return Promise.resolve(
        passed(`${String(jobs[0])} jobs, read for the targets ${TARGETS.join(' and ')}`),
      );
    },
  };
}

/** Checks the bundle against the JSON Schema of the Databricks CLI. */
export function checkBundleSchema(root: string, run: RunCommand): Check {
  return {
    title: 'Databricks bundle, by its JSON schema',
    run: async () => {
      const { code, output, errors } = await run('databricks', ['bundle', 'schema']);
      if (code === undefined)
        return missing(
          'the Databricks CLI, which has the schema: https://docs.databricks.com/dev-tools/cli/install',
        );
      if (code !== 0) throw new Error(`databricks bundle schema ended with ${code}: ${errors.trim()}`);
      const validate = createValidator(JSON.parse(output) as object);
      const files = bundleFiles(root);
      return validated(
        `${files.length} files fit it`,
        files.flatMap((file) => validate(read(root, file), file)),
      );
    },
  };
}

/** Checks the jobs with the types of Databricks' own library, which refuse unknown fields. */
export function checkBundleTypes(root: string, run: RunCommand): Check {
  return {
    title: "Databricks bundle, by Databricks' types",
    run: async () => {
      const python = join(root, 'build/python/bin/python');
      if (!existsSync(python))
        return missing('its library is not installed; run `bash test/testing/python/install.sh`');
      const jobs = Object.assign(
        {},
        ...bundleFiles(root).map((file) => (read(root, file) as BundleFile).resources?.jobs ?? {}),
      ) as Readonly<Record<string, object>>;
      const script = join(root, 'test/conformance/databricks/jobs/python/check_bundle.py');
      const { code, errors } = await run(python, [script], JSON.stringify(jobs));
      return validated(
        `${Object.keys(jobs).length} jobs fit these types`,
        code === 0 ? [] : [lastLine(errors)],
      );
    },
  };
}

interface BundleFile {
  readonly resources?: { readonly jobs?: Readonly<Record<string, object>> };
}

const read = (root: string, file: string): unknown => parse(readFileSync(join(root, file), 'utf8'));
const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

function bundleFiles(root: string): readonly string[] {
  const resources = readdirSync(join(root, 'databricks/resources')).filter((name) => name.endsWith('.yml'));
  return ['databricks/databricks.yml', ...resources.sort().map((name) => `databricks/resources/${name}`)];
}
