import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { checkVersions } from './check-versions';
import { formatProblem, pointerStep, type Problem } from './problem';
import { META_SCHEMA_FILES, readSchemaFolder, type SchemaFile } from './schema-file';

const USAGE = `Usage: tsx tools/contracts/compare-with.ts REF [--schemas DIR]

Compares the contracts in --schemas with those of another commit, and refuses what its producers or readers would not
survive: a version that is gone, and a version that says something else than before.`;

/** What may change in a version that is published: what people read, and who reads the events. */
const FREE_KEYWORDS = new Set(['title', 'description', 'examples', '$comment', '$schema']);
const FREE_MEMBERS = new Set(['departments', 'windows']);

/**
 * Whether everything that the contracts of before took is taken as it was. A published version never changes its mind
 * about an event: producers and readers count on it, and replays judge old events by it again.
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
        message: `version ${version} of ${type} is published and gone`,
        remedy: 'restore the file; events that name it still arrive and are replayed',
      });
    else
      for (const pointer of findChanges(schema, current.schema, '')) {
        problems.push({
          file,
          pointer,
          message: `version ${version} of ${type} is published and says something else now`,
          remedy: `put it back, and write the change as version ${version + 1} in a file of its own`,
        });
      }
  }
  return problems;
}

/** The deepest places at which two schemas differ, but for what may change. */
function findChanges(before: unknown, after: unknown, pointer: string): readonly string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isObject(before) || !isObject(after)) return [pointer];
  // Under `properties` and `$defs` a key is a name, which may well be `title`.
  const isMap = /\/(properties|\$defs)$/.test(pointer);
  const free = isMap ? undefined : pointer === '/x-contract' ? FREE_MEMBERS : FREE_KEYWORDS;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => free?.has(key) !== true)
    .flatMap((key) => findChanges(before[key], after[key], pointer + pointerStep(key)));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The contracts of a commit, through a copy that is gone afterwards. */
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
    // An older commit may be without one of them.
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
    console.log(`${files.length} contracts take and refuse what the ${before.length} of ${ref} do.`);
  return problems.length === 0 ? 0 : 1;
}

if (require.main === module) process.exitCode = main();
