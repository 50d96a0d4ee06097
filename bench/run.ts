import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchColdStart } from './cold-start/cold-start';
import { benchEndToEnd } from './end-to-end/end-to-end';
import { benchHandOver } from './hand-over/hand-over';
import { benchLanding } from './landing/landing';
import { benchLive } from './live/live';
import { benchRefresh } from './refresh/refresh';
import { benchMemory } from './memory/memory';
import { RESULTS } from './shared/built';
import { readMachineFacts } from './shared/machine';
import { benchStart } from './start/start';

const BENCHMARKS = [
  'landing',
  'hand-over',
  'end-to-end',
  'live',
  'memory',
  'refresh',
  'cold-start',
  'start',
] as const;
type Benchmark = (typeof BENCHMARKS)[number];

const USAGE = `npm run bench -- [${BENCHMARKS.join('|')}]… [--quick] [--profile]`;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.find((name) => !BENCHMARKS.some((benchmark) => benchmark === name));
  if (unknown !== undefined) throw new Error(`unknown benchmark '${unknown}': ${USAGE}`);
  const selected = new Set<Benchmark>(
    positionals.length === 0 ? BENCHMARKS : BENCHMARKS.filter((name) => positionals.includes(name)),
  );
  const { quick, profile } = values;
  const startedAt = new Date().toISOString();
  const machine = readMachineFacts();
  print(
    `${machine.cpuModel}, ${machine.cores} cores, Node ${machine.node}${quick ? ', quick: rough figures' : ''}`,
  );

  const report = {
    startedAt,
    quick,
    machine,
    ...(selected.has('landing') && { landing: await benchLanding({ quick, print }) }),
    ...(selected.has('hand-over') && { handOver: await benchHandOver({ quick, print }) }),
    ...(selected.has('end-to-end') && { endToEnd: await benchEndToEnd({ quick, profile, print }) }),
    ...(selected.has('live') && { live: await benchLive({ quick, print }) }),
    ...(selected.has('refresh') && { refresh: await benchRefresh({ quick, print }) }),
    ...(selected.has('cold-start') && { coldStart: await benchColdStart({ quick, print }) }),
    ...(selected.has('start') && { start: await benchStart({ quick, print }) }),
    ...(selected.has('memory') && { memory: await benchMemory({ quick, print }) }),
  };
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${startedAt.replace(/[:.]/g, '-')}.json`);
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  print(`\nWritten to ${file}`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
