import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../kit';

const FILE = 'simulation.json';

const note = z.object({
  seed: z.number(),
  /** When each source was simulated last, RFC 3339. */
  until: z.record(z.string(), z.iso.datetime()),
});

/** What a data folder knows of its earlier simulations, so that a restart continues them. */
export type SimulationNote = z.infer<typeof note>;

/**
 * Returns when a source was simulated last with this seed; undefined if it never was.
 *
 * @throws Error if the file of the data folder is not readable as a note
 */
export function readSimulatedUntil(dataDirectory: string, seed: number): ReadonlyMap<string, Date> {
  const file = join(dataDirectory, FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return new Map();
    throw error;
  }
  const read = note.safeParse(parseJson(text));
  if (!read.success)
    throw new Error(`${file} is not readable; delete it, and the simulated company opens again`);
  if (read.data.seed !== seed) return new Map();
  return new Map(Object.entries(read.data.until).map(([source, until]) => [source, new Date(until)]));
}

/** Notes that the sources are simulated until `now`. Sources that do not run keep their time. */
export function writeSimulatedUntil({
  dataDirectory,
  seed,
  sources,
  now,
}: {
  readonly dataDirectory: string;
  readonly seed: number;
  readonly sources: readonly string[];
  readonly now: Date;
}): void {
  const until = new Map(readSimulatedUntil(dataDirectory, seed));
  for (const source of sources) until.set(source, now);
  const written: SimulationNote = {
    seed,
    until: Object.fromEntries([...until].map(([source, time]) => [source, time.toISOString()])),
  };
  const file = join(dataDirectory, FILE);
  writeFileSync(`${file}.new`, `${JSON.stringify(written, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
