import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { quantile } from '../shared/statistics';
import { listFiles } from '../stack/bench-stack';

/** The limit that every figure of a run is compared with: `JSON.parse` of the same events, and nothing else. */
export interface ParseAloneFigures {
  /** One thread, by wall clock. */
  readonly eventsPerSecond: number;
  /** User and system time of all threads, so with garbage collection. */
  readonly cpuSecondsPerMillionEvents: number;
  /** Of an event with its envelope. */
  readonly meanEventBytes: number;
}

/** Different events of one measurement. */
const EVENTS = 20_000;
const ROUNDS = 9;

const EVENT = Buffer.from(',"event":');
const LINE_FEED = 0x0a;

/**
 * Measures `JSON.parse(bytes.toString())` over events that are in Bronze. The medians of several rounds count. The
 * first round warms up.
 *
 * @param since milliseconds since the epoch; only slots that were written later are read
 * @throws Error if no such slot has an accepted event
 */
export function measureParseAlone(lakeDirectory: string, since: number): ParseAloneFigures {
  const events = readEvents(lakeDirectory, since);
  if (events.length === 0) throw new Error('no slot of this run has an accepted event');
  const wallSeconds: number[] = [];
  const cpuSeconds: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const cpuBefore = process.cpuUsage();
    const start = process.hrtime.bigint();
    for (const event of events) JSON.parse(event.toString());
    const wall = Number(process.hrtime.bigint() - start) / 1e9;
    const { user, system } = process.cpuUsage(cpuBefore);
    if (round === 0) continue;
    wallSeconds.push(wall);
    cpuSeconds.push((user + system) / 1e6);
  }
  return {
    eventsPerSecond: events.length / quantile(wallSeconds, 0.5),
    cpuSecondsPerMillionEvents: (quantile(cpuSeconds, 0.5) / events.length) * 1e6,
    meanEventBytes: events.reduce((sum, { length }) => sum + length, 0) / events.length,
  };
}

/** Takes the same number of events from each of the slots, so that all sources are in it. */
function readEvents(lakeDirectory: string, since: number): readonly Buffer[] {
  const slots = listFiles(lakeDirectory)
    .filter((name) => name.endsWith('.ndjson.gz'))
    .filter((name) => statSync(name).ctimeMs >= since);
  const perSlot = Math.ceil(EVENTS / Math.max(1, slots.length));
  return slots.flatMap((slot) => readAccepted(gunzipSync(readFileSync(slot)), perSlot)).slice(0, EVENTS);
}

/** Reads the first accepted events of a slot, byte by byte as they came from the hub. */
function readAccepted(lines: Buffer, most: number): Buffer[] {
  const events: Buffer[] = [];
  for (let start = 0; start < lines.length && events.length < most;) {
    const found = lines.indexOf(LINE_FEED, start);
    const end = found === -1 ? lines.length : found;
    const line = lines.subarray(start, end);
    const event = line.indexOf(EVENT);
    if (event !== -1) events.push(line.subarray(event + EVENT.length, line.length - 1));
    start = end + 1;
  }
  return events;
}
