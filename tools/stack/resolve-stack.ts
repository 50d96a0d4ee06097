import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { resolveFrames, type SourceMapContent } from './resolve-frames';

const DEFAULT_MAPS = join(__dirname, '../../dist/source-maps/app');

const USAGE = `usage: npm run --silent resolve-stack -- [FILE] [--maps DIR]

Prints a stack trace, or a log with stack traces, with positions in the sources instead of the bundle.

  FILE         the text; without it, standard input is read
  --maps DIR   source maps of the deployed package: the artifact source-maps of its workflow run.
               Default: dist/source-maps/app, which \`npm run build:app\` writes

Exit code 1: a file of the stack trace has no source map.`;

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      maps: { type: 'string', default: DEFAULT_MAPS },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const folder = resolve(values.maps);
  if (!existsSync(folder)) {
    throw new Error(`there is no folder ${folder}: run \`npm run build:app\`, or name one with --maps`);
  }
  const { text, unknown } = resolveFrames(readFileSync(positionals[0] ?? 0, 'utf8'), (file) =>
    readMap(join(folder, `${file}.map`)),
  );
  process.stdout.write(text);
  if (unknown.length === 0) return;
  console.error(
    `\nNo source map in ${folder} for ${unknown.join(', ')}. The maps must be those of the deployed package.`,
  );
  process.exitCode = 1;
}

function readMap(path: string): SourceMapContent | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as SourceMapContent) : undefined;
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
