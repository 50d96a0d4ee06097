import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { type Json, StandInError } from '../../kit';
import { Field } from './field';
import { interpolate } from './interpolate';
import { type JobDefinition } from './job-definition';
import { readJob } from './read-job';

/** User name in the job names of a development target; in a workspace it is the deploying user. */
const USER = 'local';

export interface LoadBundleOptions {
  /** Contains `databricks.yml`. */
  readonly directory: string;
  /** @default the target with `default: true` */
  readonly target?: string;
  /** Values of variables with priority over the target's and over defaults, as with `--var`. @default none */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface Bundle {
  readonly name: string;
  readonly target: string;
  readonly jobs: readonly JobDefinition[];
}

/**
 * Reads an Asset Bundle as `databricks bundle deploy` does, as far as jobs need it, and refuses other
 * features.
 *
 * https://docs.databricks.com/dev-tools/bundles/settings
 *
 * @throws StandInError `option_invalid` for a mistake in the bundle, `unsupported` for a feature that would
 *   have to be ignored
 */
export function loadBundle({ directory, target: targetName, variables = {} }: LoadBundleOptions): Bundle {
  const root = readYamlFile(join(directory, 'databricks.yml'), 'databricks.yml');
  // `sync` selects files for upload, which is unnecessary here.
  root.refuseOthers(['bundle', 'include', 'sync', 'variables', 'targets', 'resources']);
  root.at('bundle').refuseOthers(['name', 'databricks_cli_version']);
  const name = root.at('bundle').at('name').text();
  const target = pickTarget(root.at('targets'), targetName);
  target.settings.refuseOthers(['mode', 'default', 'variables', 'workspace']);
  target.settings.at('workspace').refuseOthers(['root_path', 'host']);
  const lookUp = toLookUp({ root, target, name, given: variables });

  const files = [{ field: root, directory }, ...readIncludes(root.at('include'), directory)];
  const jobs = files.flatMap((file) => {
    const resources = file.field.at('resources');
    resources.refuseOthers(['jobs']);
    return resources
      .at('jobs')
      .entries()
      .map(([key, job]) =>
        readJob(new Field(interpolate(job.object(), { lookUp, where: job.where }), job.where), {
          key,
          bundleName: name,
          target: target.name,
          // https://docs.databricks.com/dev-tools/bundles/deployment-modes#development-mode
          namePrefix: target.settings.at('mode').value === 'development' ? `[${target.name} ${USER}] ` : '',
          directory: file.directory,
        }),
      );
  });
  const twice = jobs.find((job, index) => jobs.findIndex(({ key }) => key === job.key) !== index);
  if (twice !== undefined)
    throw new StandInError('option_invalid', `two files of the bundle define the job ${twice.key}`);
  return { name, target: target.name, jobs };
}

interface Target {
  readonly name: string;
  readonly settings: Field;
}

function pickTarget(targets: Field, wanted: string | undefined): Target {
  const all = targets.entries().map(([name, settings]) => ({ name, settings }));
  const found =
    wanted === undefined
      ? all.find(({ settings }) => settings.at('default').flag(false))
      : all.find(({ name }) => name === wanted);
  if (found === undefined)
    throw new StandInError(
      'option_invalid',
      `${targets.where}: the ${wanted ?? 'default'} target does not exist`,
    );
  found.settings.at('mode').oneOf(['development', 'production'], 'production');
  return found;
}

interface Scope {
  readonly root: Field;
  readonly target: Target;
  readonly name: string;
  readonly given: Readonly<Record<string, string>>;
}

function toLookUp({ root, target, name, given }: Scope): (path: string) => Json | undefined {
  const declared = root.at('variables');
  for (const variable of Object.keys(given))
    if (declared.at(variable).missing)
      throw new StandInError('option_invalid', `${declared.where} does not declare "${variable}"`);
  const overrides = target.settings.at('variables');
  const valueOf = (variable: string): Json | undefined => {
    if (declared.at(variable).missing) return undefined;
    declared.at(variable).refuseOthers(['description', 'default', 'type']);
    const value =
      given[variable] ?? overrides.object()[variable] ?? declared.at(variable).object()['default'];
    if (value === undefined)
      throw new StandInError(
        'option_invalid',
        `${declared.where}.${variable} has no default and no value; set one with --var`,
      );
    return value;
  };
  const rootPath =
    target.settings.at('workspace').object()['root_path'] ??
    `/Workspace/Users/${USER}/.bundle/${name}/${target.name}`;
  const plain: Readonly<Record<string, Json>> = {
    'bundle.name': name,
    'bundle.target': target.name,
    'workspace.root_path': rootPath,
    'workspace.current_user.userName': USER,
    'workspace.current_user.short_name': USER,
  };
  return (path) => (path.startsWith('var.') ? valueOf(path.slice('var.'.length)) : plain[path]);
}

interface IncludedFile {
  readonly field: Field;
  readonly directory: string;
}

/** Patterns have at most one `*`, in the name of the file. */
function readIncludes(include: Field, directory: string): readonly IncludedFile[] {
  return include.items().flatMap((item) => {
    const pattern = item.text();
    const folder = resolve(directory, dirname(pattern));
    const [before = '', after, ...rest] = basename(pattern).split('*');
    if (rest.length > 0 || dirname(pattern).includes('*') || /[?[\]{}]/.test(pattern))
      throw new StandInError('unsupported', `${item.where}: only one * in the name of a file is supported`);
    const names = (existsSync(folder) ? readdirSync(folder) : [])
      .filter((name) =>
        after === undefined
          ? name === before
          : name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after),
      )
      .sort();
    if (names.length === 0) throw item.wrong('a pattern that some file matches');
    return names.map((name) => {
      const field = readYamlFile(join(folder, name), `${dirname(pattern)}/${name}`);
      field.refuseOthers(['resources']);
      return { field, directory: folder };
    });
  });
}

/**
 * Reads one YAML file of a bundle. Duplicate keys and values that JSON cannot represent are errors.
 *
 * @param label name of the file in messages
 * @throws StandInError `option_invalid`, with line and column
 */
function readYamlFile(path: string, label: string): Field {
  const document = parseDocument(readText(path), { strict: true, uniqueKeys: true, version: '1.2' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined)
    throw new StandInError('option_invalid', `${label}: ${problem.message}`, problem);
  try {
    return new Field(document.toJS() as Json, label);
  } catch (error) {
    // Unknown aliases, and too many aliases, cause an error only here.
    throw new StandInError(
      'option_invalid',
      `${label}: ${error instanceof Error ? error.message : ''}`,
      error,
    );
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new StandInError('option_invalid', `cannot read ${path}`, error);
  }
}
