import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ContractCatalog } from '../contracts/catalog';
import { parseExactJson, writeExactJson } from '../platform/text/exact-json';
import {
  type Fix,
  fixes,
  everyFilter,
  matchingFilter,
  namedFilter,
  replayChoices,
  type ReplayFilter,
  type ReplayRequest,
  type ShownFix,
} from './replay-api';
import { type ReopenRequest } from './reopen-api';

/** The kind of filter and fix is determined first, so that messages are about that kind. */
const REQUEST = z.strictObject({
  filter: z.record(z.string(), z.unknown()),
  fix: z.record(z.string(), z.unknown()).optional(),
  ...replayChoices,
});

/**
 * Reads a request's body.
 *
 * @returns the request, or one sentence about the fault that repeats no value
 */
export function readReplayRequest(body: string): ReplayRequest | { readonly problem: string } {
  const json = parseBody(body);
  if ('problem' in json) return json;
  const request = REQUEST.safeParse(json.value);
  if (!request.success) return problemOf(request.error);
  const { fix: givenFix, filter: givenFilter, ...choices } = request.data;

  const filter = readFilter(givenFilter);
  if ('problem' in filter) return filter;
  if (choices.again && !('ids' in filter)) return { problem: 'again: name the records in filter.ids.' };
  if (givenFix === undefined) return { ...choices, filter, fix: undefined };

  const kind = (['patch', 'version', 'event'] as const).find((name) => name in givenFix);
  if (kind === undefined) return { problem: 'fix: set one of patch, version and event.' };
  const fix = fixes[kind].safeParse(givenFix);
  if (!fix.success) return problemOf(fix.error, 'fix');
  if (kind === 'event' && !('ids' in filter && filter.ids.length === 1)) {
    return { problem: 'fix.event replaces one event: name one id in filter.ids.' };
  }
  const isVersion = kind === 'version';
  return { ...choices, filter, fix: isVersion ? fix.data : toExactFix(body) };
}

const REOPEN_REQUEST = z.strictObject({ filter: z.record(z.string(), z.unknown()) });

/** Reads the body of a reopening, as {@link readReplayRequest} does. */
export function readReopenRequest(body: string): ReopenRequest | { readonly problem: string } {
  const json = parseBody(body);
  if ('problem' in json) return json;
  const request = REOPEN_REQUEST.safeParse(json.value);
  if (!request.success) return problemOf(request.error);
  const filter = readFilter(request.data.filter);
  return 'problem' in filter ? filter : { filter };
}

function parseBody(body: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(body) as unknown };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: 'The body is not JSON.' };
  }
}

/** An empty filter is refused, because a request that forgets its filter would select every record. */
function readFilter(given: Readonly<Record<string, unknown>>): ReplayFilter | { readonly problem: string } {
  if (Object.keys(given).length === 0) {
    const names = ['ids', ...Object.keys(matchingFilter.shape)].join(', ');
    return { problem: `filter: set at least one of ${names}, or all to true for every record.` };
  }
  const shape = 'ids' in given ? namedFilter : 'all' in given ? everyFilter : matchingFilter;
  const filter = shape.safeParse(given);
  return filter.success ? toFilter(filter.data) : problemOf(filter.error, 'filter');
}

/** Returns the fix of a validated body, with numbers as they are written. */
function toExactFix(body: string): Fix {
  const { fix } = parseExactJson(body) as { readonly fix: Fix };
  return fix;
}

/** Converts times to the form of the index: UTC with milliseconds. */
function toFilter(filter: ReplayFilter): ReplayFilter {
  if ('ids' in filter) return { ids: [...new Set(filter.ids)] };
  if ('all' in filter) return filter;
  const { from, to, ...rest } = filter;
  return {
    ...rest,
    ...(from !== undefined && { from: new Date(from).toISOString() }),
    ...(to !== undefined && { to: new Date(to).toISOString() }),
  };
}

function problemOf({ issues }: z.ZodError, place?: string): { readonly problem: string } {
  const [issue] = issues;
  const path = [...(place === undefined ? [] : [place]), ...(issue?.path ?? [])].map(String).join('.');
  return { problem: `${path === '' ? 'The body' : path}: ${issue?.message ?? 'has an invalid value'}.` };
}

const ID = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z-[0-9a-f]{8}$/;

/** @param suffix eight hexadecimal digits that distinguish replays that start at the same time */
export function toReplayId(start: Date, suffix: string): string {
  return `${start.toISOString().replace(/[-:.]/g, '')}-${suffix}`;
}

/** Returns the start of a replay in milliseconds from its id, or `undefined` for text that is not an id. */
export function startOf(replay: string): number | undefined {
  const [, year, month, day, hour, minute, second, millisecond] = ID.exec(replay) ?? [];
  const start = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`);
  return Number.isNaN(start) ? undefined : start;
}

export function toShownFix(fix: Fix | undefined): ShownFix | null {
  if (fix === undefined) return null;
  if ('event' in fix) return { event: true };
  if ('version' in fix) return fix;
  return {
    patch: fix.patch.map((operation) => ({
      op: operation.op,
      path: operation.path,
      ...('from' in operation && { from: operation.from }),
    })),
  };
}

/** Returns a key that is equal for equal fixes: 16 hexadecimal digits. */
export type FixKeys = (fix: Fix | undefined) => string;

const KEY_LENGTH = 16;

/**
 * Creates the keys by which attempts are counted. The same fix has the same result as long as the contracts are
 * unchanged. So the key covers the fix and every contract: a changed patch, another version, and a new or changed
 * contract each make another key.
 */
export function createFixKeys(registry: Pick<ContractCatalog, 'all'>): FixKeys {
  const contracts = createHash('sha256');
  for (const { id, schema } of registry.all()) contracts.update(JSON.stringify([id, schema]));
  const fingerprint = contracts.digest('hex');
  return (fix) =>
    createHash('sha256')
      .update(fingerprint)
      .update(writeExactJson(fix ?? null))
      .digest('hex')
      .slice(0, KEY_LENGTH);
}
