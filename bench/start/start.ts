import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from '../shared/built';
import { readProcessTree, type TreeProcess } from '../shared/processes';
import { toSpread, type Spread } from '../shared/statistics';
import { mebibytes, toTable } from '../shared/table';

/** Moments of `npm start` in its output, in their order. */
const MOMENTS = {
  /** All services and the app are up. */
  ready: 'Files, logs',
  /** The first rows of Gold. */
  goldTable: 'Gold, sales by country',
} as const;
type Moment = keyof typeof MOMENTS;

export interface StartFigures {
  readonly rounds: number;
  /** From the start of the command to each moment. */
  readonly seconds: Readonly<Record<Moment, Spread>>;
  /** CPU of all processes until the Gold table, in seconds. */
  readonly cpuSeconds: Spread;
  /** The same over the seconds: how many cores were busy. With all of them busy, only less work is faster. */
  readonly busyCores: Spread;
  /** Memory of all processes ten seconds after the Gold table; shared pages count once. */
  readonly memoryBytes: Spread;
  /** Of the last round, the largest first. */
  readonly processes: readonly { readonly name: string; readonly memoryBytes: number }[];
}

export interface StartBenchOptions {
  readonly quick: boolean;
  readonly print: (line: string) => void;
}

interface Round {
  readonly seconds: Readonly<Record<Moment, number>>;
  readonly cpuSeconds: number;
  readonly processes: readonly TreeProcess[];
}

const TIMEOUT_SECONDS = 180;
const SETTLE_MILLISECONDS = 10_000;
const LOOK_MILLISECONDS = 20;

/** The time from `npm start` over an empty folder to the first Gold table, and the memory of the whole stack. */
export async function benchStart({ quick, print }: StartBenchOptions): Promise<StartFigures> {
  const rounds: Round[] = [];
  for (let round = 0; round < (quick ? 1 : 5); round++) rounds.push(await startOnce());
  const spread = (value: (round: Round) => number): Spread => toSpread(rounds.map(value));
  const figures: StartFigures = {
    rounds: rounds.length,
    seconds: {
      ready: spread(({ seconds }) => seconds.ready),
      goldTable: spread(({ seconds }) => seconds.goldTable),
    },
    cpuSeconds: spread(({ cpuSeconds }) => cpuSeconds),
    busyCores: spread(({ cpuSeconds, seconds }) => cpuSeconds / seconds.goldTable),
    memoryBytes: spread(({ processes }) => sum(processes.map(({ memoryBytes }) => memoryBytes))),
    processes: [...(rounds.at(-1)?.processes ?? [])]
      .sort((left, right) => right.memoryBytes - left.memoryBytes)
      .map(({ command, memoryBytes }) => ({ name: toName(command), memoryBytes })),
  };
  for (const line of toLines(figures)) print(line);
  return figures;
}

async function startOnce(): Promise<Round> {
  const directory = mkdtempSync(join(tmpdir(), 'sluice-bench-start-'));
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [join(ROOT, 'build/local/cli/start.js'), '--port', '0', '--data', join(directory, 'data')],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  try {
    const seconds = await readMoments(child, began);
    const cpuSeconds = sum(readProcessTree(child.pid ?? -1).map((one) => one.cpuSeconds));
    await pause(SETTLE_MILLISECONDS);
    return { seconds, cpuSeconds, processes: readProcessTree(child.pid ?? -1) };
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @throws Error if the command ends or prints no Gold table in time, with its output */
async function readMoments(child: ChildProcess, began: number): Promise<Record<Moment, number>> {
  let output = '';
  const found: Partial<Record<Moment, number>> = {};
  const take = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const [moment, text] of Object.entries(MOMENTS) as [Moment, string][])
      if (output.includes(text)) found[moment] ??= (performance.now() - began) / 1000;
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  while (found.goldTable === undefined) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (hasEnded || performance.now() - began > TIMEOUT_SECONDS * 1000)
      throw new Error(`npm start printed no Gold table:\n${output}`);
    await pause(LOOK_MILLISECONDS);
  }
  const { goldTable, ready = goldTable } = found;
  return { ready, goldTable };
}

/** `databricks` of `node … build/local/main.js databricks --port …`, otherwise the script's name. */
function toName(command: readonly string[]): string {
  const script = command.find((part) => /\.[cm]?js$/.test(part)) ?? command[0] ?? '';
  const service = command[command.indexOf(script) + 1];
  const name = script.split('/').slice(-2).join('/');
  return name === 'local/main.js' && service !== undefined ? service : name;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function toLines({ rounds, seconds, cpuSeconds, busyCores, memoryBytes, processes }: StartFigures): string[] {
  const toText = ({ median, low, high }: Spread): string =>
    `${median.toFixed(1)} (${low.toFixed(1)}–${high.toFixed(1)})`;
  return [
    '',
    `npm start over an empty folder, ${rounds} rounds`,
    ...toTable(
      ['from the start of the command', 'seconds'],
      [
        ['services and app are up', toText(seconds.ready)],
        ['the first Gold table', toText(seconds.goldTable)],
      ],
    ),
    '',
    `CPU until then: ${toText(cpuSeconds)} s, ${toText(busyCores)} cores busy; memory of all processes: ${mebibytes(memoryBytes.median)}`,
    ...toTable(
      ['process', 'memory'],
      processes.map(({ name, memoryBytes: bytes }) => [name, mebibytes(bytes)]),
    ),
    '',
  ];
}
