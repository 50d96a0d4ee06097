import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../shared/built';
import { type Spread, toSpread } from '../shared/statistics';
import { grouped, mebibytes, toTable } from '../shared/table';
import { measurePackage, type PackageSize } from './measure-package';

export interface ColdStartOptions {
  readonly quick: boolean;
  readonly print: (line: string) => void;
}

/** One row of the table. */
export interface ColdStartFigures {
  /** User and system seconds of a fresh process, from its start on. */
  readonly cpuSeconds: Spread;
  /** The same as a multiple of a process that loads nothing, within a round. */
  readonly ratio: Spread;
  readonly residentBytes: Spread;
  /** Registered functions. */
  readonly functions: number;
  /** Loaded files. */
  readonly files: number;
}

export interface ColdStartReport {
  readonly rows: Readonly<Record<Row, ColdStartFigures>>;
  readonly package: PackageSize;
}

type Row = 'bare' | 'library' | 'app' | 'telemetry';

/** What `load-app.cjs` prints. */
interface Loaded {
  readonly functions: readonly string[];
  readonly started: number;
  readonly files: readonly string[];
  readonly residentBytes: number;
}

const LABELS: Readonly<Record<Row, string>> = {
  bare: 'Node.js alone',
  library: '@azure/functions alone',
  app: 'app: to the last function',
  telemetry: 'app: with Application Insights',
};

const ROWS = Object.keys(LABELS) as Row[];

const MAIN = join(ROOT, 'dist/app/main.js');

const ARGUMENTS: Readonly<Record<Row, readonly string[]>> = {
  bare: [],
  library: [require.resolve('@azure/functions')],
  app: [MAIN],
  telemetry: ['--start-hooks', MAIN],
};

/** Nothing listens there. The exporters are made, and do not send before the process ends. */
const APPLICATION_INSIGHTS =
  'InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:9/';

/** The processor time of a fresh process of the deployed app on one core, and the size of its package. */
export async function benchColdStart({ quick, print }: ColdStartOptions): Promise<ColdStartReport> {
  const rounds = quick ? 3 : 15;
  const command = onOneCore();
  print(`\nCold start: ${rounds} rounds${command.length > 1 ? ', on one core' : ''}`);
  const results: Record<Row, Loaded[]> = { bare: [], library: [], app: [], telemetry: [] };
  // The first round only fills the cache of the file system.
  for (let round = 0; round <= rounds; round++) {
    for (const row of ROWS) {
      const loaded = load(command, row);
      if (round > 0) results[row].push(loaded);
    }
  }
  const rows = {
    bare: toFigures(results.bare, results.bare),
    library: toFigures(results.library, results.bare),
    app: toFigures(results.app, results.bare),
    telemetry: toFigures(results.telemetry, results.bare),
  };
  const size = await measurePackage();
  for (const line of toTable(
    ['process', 'CPU s', '× Node.js alone', 'memory', 'functions', 'files'],
    ROWS.map((row) => toCells(LABELS[row], rows[row])),
  ))
    print(line);
  print(
    `  package: ${grouped(size.files)} files, ${mebibytes(size.bytes)}, as a zip file ${mebibytes(size.zipBytes)}`,
  );
  return { rows, package: size };
}

/** Returns the command that runs Node on one core, where the system has `taskset`. */
function onOneCore(): readonly string[] {
  const { error, status } = spawnSync('taskset', ['-c', '0', process.execPath, '--version']);
  return error === undefined && status === 0 ? ['taskset', '-c', '0', process.execPath] : [process.execPath];
}

function load([command = '', ...before]: readonly string[], row: Row): Loaded {
  const output = execFileSync(command, [...before, join(__dirname, 'load-app.cjs'), ...ARGUMENTS[row]], {
    encoding: 'utf8',
    // Nothing of the surroundings, such as a debugger or settings of an app.
    env: {
      PATH: process.env['PATH'],
      ...(row === 'telemetry' && { APPLICATIONINSIGHTS_CONNECTION_STRING: APPLICATION_INSIGHTS }),
    },
  });
  return JSON.parse(output) as Loaded;
}

function toFigures(results: readonly Loaded[], bare: readonly Loaded[]): ColdStartFigures {
  const [first] = results;
  return {
    cpuSeconds: toSpread(results.map(({ started }) => started)),
    ratio: toSpread(results.map(({ started }, round) => started / (bare[round]?.started ?? Number.NaN))),
    residentBytes: toSpread(results.map(({ residentBytes }) => residentBytes)),
    functions: first?.functions.length ?? 0,
    files: first?.files.length ?? 0,
  };
}

function toCells(label: string, figures: ColdStartFigures): readonly string[] {
  const { cpuSeconds, ratio, residentBytes, functions, files } = figures;
  return [
    label,
    `${cpuSeconds.median.toFixed(2)} (${cpuSeconds.low.toFixed(2)}–${cpuSeconds.high.toFixed(2)})`,
    ratio.median.toFixed(1),
    mebibytes(residentBytes.median),
    String(functions),
    String(files),
  ];
}
