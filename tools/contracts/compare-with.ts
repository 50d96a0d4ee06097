import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { checkVersions } from './check-versions';
import { formatProblem, pointerStep, type Problem } from './problem';
import { META_SCHEMA_FILES, readSchemaFolder, type SchemaFile } from './schema-file';

const USAGE = `Usage: tsx tools/contracts/compare-with.ts REF [--schemas DIR]

Compares the contracts in --schemas with those of another commit.
Refuses a published version that is missing or has changed, because producers and readers rely on it.`;

/** Keywords that may change in a published version: texts for people, and readers of the events. */
const FREE_KEYWORDS = new Set(['title', 'description', 'examples', '$comment', '$schema']);
const FREE_MEMBERS = new Set(['departments', 'windows']);

/**
 * Checks that the present contracts accept exactly the events that the earlier ones accepted. A published version
 * never changes: producers and readers rely on it, and replays validate old events against it.
 */
export function compareContracts(
  before: readonly SchemaFile[],
  after: readonly SchemaFile[],
): readonly Problem[] {
  const now = new Map(after.map((file) => [file.file, file]));
  const problems: Problem[] = [...checkVersions(after)];
  for (const { file, type, version, schema } of before) {
    const current = now.get(file);
    if (current === undefined)
      problems.push({
        file,
        pointer: '',
        message: `version ${version} of ${type} is published but missing`,
        remedy: 'restore the file; events of this version still arrive and are replayed',
      });
    else
      for (const pointer of findChanges(schema, current.schema, '')) {
        problems.push({
          file,
          pointer,
          message: `version ${version} of ${type} is published but has changed`,
          remedy: `restore it, and write the change as version ${version + 1} in a new file`,
        });
      }
  }
  return problems;
}

/** The deepest places at which two schemas differ, without the keywords that may change. */
function findChanges(before: unknown, after: unknown, pointer: string): readonly string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isObject(before) || !isObject(after)) return [pointer];
  // Under `properties` and `$defs` a key is a name, which can be `title`.
  const isMap = /\/(properties|\$defs)$/.test(pointer);
  const free = isMap ? undefined : pointer === '/x-contract' ? FREE_MEMBERS : FREE_KEYWORDS;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => free?.has(key) !== true)
    .flatMap((key) => findChanges(before[key], after[key], pointer + pointerStep(key)));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the contracts of a commit, through a temporary copy. */
export function readSchemasOf(ref: string, repository: string): readonly SchemaFile[] {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, {
      cwd: repository,
      encoding: 'utf8',
      maxBuffer: 64 * 2 ** 20,
      // Its message is in the error.
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const paths = git('ls-tree', '-r', '--name-only', '-z', '--end-of-options', ref, 'schemas/')
    .split('\0')
    .filter((path) => path.endsWith('.json'));
  if (paths.length === 0) return [];
  const folder = mkdtempSync(join(tmpdir(), 'sluice-schemas-'));
  try {
    for (const path of paths) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, git('show', '--end-of-options', `${ref}:${path}`));
    }
    const schemas = join(folder, 'schemas');
    // An older commit may lack one of them.
    for (const file of META_SCHEMA_FILES)
      if (!paths.includes(`schemas/${file}`)) writeFileSync(join(schemas, file), '{}');
    return readSchemaFolder(schemas).files;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function main(): number {
  const root = resolve(__dirname, '../..');
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      schemas: { type: 'string', default: join(root, 'schemas') },
      help: { type: 'boolean', default: false },
    },
  });
  const [ref] = positionals;
  if (values.help || ref === undefined || positionals.length > 1) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const before = readSchemasOf(ref, root);
  const { files, problems: unreadable } = readSchemaFolder(resolve(values.schemas));
  const problems = [...unreadable, ...compareContracts(before, files)];
  for (const problem of problems) console.error(formatProblem(problem));
  if (problems.length === 0)
    console.log(
      `${files.length} contracts accept and refuse the same events as the ${before.length} of ${ref}.`,
    );
  return problems.length === 0 ? 0 : 1;
}

if (require.main === module) process.exitCode = main();
