import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type SentRequest } from '../load/load';
import { quantile } from '../shared/statistics';
import { type BenchStack, listFiles } from '../stack/bench-stack';

/** Milliseconds. */
export interface DelayFigures {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface Delays {
  /** From the due time of a request to its 202. */
  readonly accept: DelayFigures;
  /** From the 202 of a record's request to the record's slot. */
  readonly acceptToSlot: DelayFigures;
  readonly events: number;
}

/**
 * Joins sent events with events in Bronze, by CloudEvents id. The time of a slot is the change time of its file, when
 * the file got its name. Nothing has to look for slots during the measurement.
 *
 * @throws Error if an event cannot be found
 */
export function readDelays({ lakeDirectory }: BenchStack, requests: readonly SentRequest[]): Delays {
  const landedAt = readLandingTimes(lakeDirectory);
  const accept: number[] = [];
  const acceptToSlot: number[] = [];
  for (const { dueAt, acceptedAt, ids } of requests) {
    accept.push(acceptedAt - dueAt);
    for (const id of ids) {
      const landed = landedAt.get(id);
      if (landed === undefined) throw new Error(`the event ${id} is in no slot`);
      acceptToSlot.push(landed - acceptedAt);
    }
  }
  return { accept: toFigures(accept), acceptToSlot: toFigures(acceptToSlot), events: acceptToSlot.length };
}

function readLandingTimes(lakeDirectory: string): Map<string, number> {
  const times = new Map<string, number>();
  for (const file of listFiles(lakeDirectory).filter((name) => name.endsWith('.ndjson.gz'))) {
    const { ctimeMs } = statSync(file);
    for (const line of gunzipSync(readFileSync(file)).toString().split('\n')) {
      if (line === '') continue;
      const { event } = JSON.parse(line) as { readonly event?: { readonly id?: string } };
      if (event?.id !== undefined) times.set(event.id, ctimeMs);
    }
  }
  return times;
}

function toFigures(values: readonly number[]): DelayFigures {
  return { p50: quantile(values, 0.5), p99: quantile(values, 0.99), max: quantile(values, 1) };
}
