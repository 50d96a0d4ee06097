import { z } from 'zod';
import { parseExactJson } from '../platform/text/exact-json';
import {
  type Fix,
  fixes,
  matchingFilter,
  namedFilter,
  replayChoices,
  type ReplayFilter,
  type ReplayRequest,
  type ShownFix,
} from './replay-api';

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
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: 'The body is not JSON.' };
  }
  const request = REQUEST.safeParse(json);
  if (!request.success) return problemOf(request.error);
  const { fix: givenFix, filter: givenFilter, ...choices } = request.data;

  const filter = ('ids' in givenFilter ? namedFilter : matchingFilter).safeParse(givenFilter);
  if (!filter.success) return problemOf(filter.error, 'filter');
  const isNamed = 'ids' in filter.data;
  if (choices.again && !isNamed) return { problem: 'again: name the records in filter.ids.' };
  if (givenFix === undefined) return { ...choices, filter: toFilter(filter.data), fix: undefined };

  const kind = (['patch', 'version', 'event'] as const).find((name) => name in givenFix);
  if (kind === undefined) return { problem: 'fix: set one of patch, version and event.' };
  const fix = fixes[kind].safeParse(givenFix);
  if (!fix.success) return problemOf(fix.error, 'fix');
  if (kind === 'event' && !('ids' in filter.data && filter.data.ids.length === 1)) {
    return { problem: 'fix.event replaces one event: name one id in filter.ids.' };
  }
  const isVersion = kind === 'version';
  return { ...choices, filter: toFilter(filter.data), fix: isVersion ? fix.data : toExactFix(body) };
}

/** Returns the fix of a validated body, with numbers as they are written. */
function toExactFix(body: string): Fix {
  const { fix } = parseExactJson(body) as { readonly fix: Fix };
  return fix;
}

/** Converts times to the form of the index: UTC with milliseconds. */
function toFilter(filter: ReplayFilter): ReplayFilter {
  if ('ids' in filter) return { ids: [...new Set(filter.ids)] };
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
