import { z } from 'zod';
import { parseExactJson } from '../platform/text/exact-json';
import { SOURCES } from '../contracts/source';
import { type Fix, type PatchOperation, type ReplayFilter } from './replay-record';

/** What `POST /api/quarantine/replay` asks for. */
export interface ReplayRequest {
  readonly filter: ReplayFilter;
  readonly fix: Fix | undefined;
  /** Judges only; nothing is published, written or counted. */
  readonly dryRun: boolean;
  /** Takes named records also where they are in the hub again, or where another replay has begun with them. */
  readonly again: boolean;
  /** Records that are tried. */
  readonly limit: number;
}

/** Records that one request may name or try. */
export const MAX_REPLAYED = 1000;
const DEFAULT_LIMIT = 100;
const MAX_OPERATIONS = 100;

const pointer = z
  .string()
  .max(1024)
  .regex(/^(\/([^~/]|~[01])*)+$/, 'is a JSON Pointer to a part of the event, such as /data/deviceId')
  // The library that applies patches would write into what all objects share.
  .refine((path) => !/\/(__proto__|constructor|prototype)(\/|$)/.test(path), 'names a place of no event');
const operation = z.discriminatedUnion('op', [
  ...(['add', 'replace', 'test'] as const).map((op) =>
    z
      .strictObject({ op: z.literal(op), path: pointer, value: z.unknown() })
      .refine((one) => one.value !== undefined, { path: ['value'], message: 'is required' }),
  ),
  z.strictObject({ op: z.literal('remove'), path: pointer }),
  ...(['move', 'copy'] as const).map((op) =>
    z.strictObject({ op: z.literal(op), from: pointer, path: pointer }),
  ),
] as unknown as readonly [z.ZodObject<{ op: z.ZodLiteral<PatchOperation['op']> }>]);
const time = z.iso.datetime({ offset: true, error: 'is a time as RFC 3339 writes it' });

const NAMED = z.strictObject({ ids: z.array(z.string().max(128)).min(1).max(MAX_REPLAYED) });
const MATCHING = z.strictObject({
  source: z.enum(SOURCES).optional(),
  contract: z.string().max(128).optional(),
  code: z.string().max(128).optional(),
  from: time.optional(),
  to: time.optional(),
});
const FIXES = {
  patch: z.strictObject({ patch: z.array(operation).min(1).max(MAX_OPERATIONS) }),
  version: z.strictObject({ version: z.number().int().min(1).max(9999) }),
  event: z.strictObject({ event: z.record(z.string(), z.unknown()) }),
};
const REQUEST = z.strictObject({
  filter: z.record(z.string(), z.unknown()),
  fix: z.record(z.string(), z.unknown()).optional(),
  dryRun: z.boolean().default(false),
  again: z.boolean().default(false),
  limit: z.number().int().min(1).max(MAX_REPLAYED).default(DEFAULT_LIMIT),
});

/**
 * Reads a request's body.
 *
 * @returns the request, or one sentence that says what is wrong and repeats no value
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

  const filter = ('ids' in givenFilter ? NAMED : MATCHING).safeParse(givenFilter);
  if (!filter.success) return problemOf(filter.error, 'filter');
  const isNamed = 'ids' in filter.data;
  if (choices.again && !isNamed) return { problem: 'again: name the records that are meant in filter.ids.' };
  if (givenFix === undefined) return { ...choices, filter: toFilter(filter.data), fix: undefined };

  const kind = (['patch', 'version', 'event'] as const).find((name) => name in givenFix);
  if (kind === undefined) return { problem: 'fix: give one of patch, version and event.' };
  const fix = FIXES[kind].safeParse(givenFix);
  if (!fix.success) return problemOf(fix.error, 'fix');
  if (kind === 'event' && !('ids' in filter.data && filter.data.ids.length === 1)) {
    return { problem: 'fix.event stands in place of one event: name one id in filter.ids.' };
  }
  const isVersion = kind === 'version';
  return { ...choices, filter: toFilter(filter.data), fix: isVersion ? (fix.data as Fix) : toExactFix(body) };
}

/** The fix of a body that has been checked, with its numbers as they are written. */
function toExactFix(body: string): Fix {
  const { fix } = parseExactJson(body) as { readonly fix: Fix };
  return fix;
}

/** Times as the index has them: UTC with milliseconds. */
function toFilter(filter: z.infer<typeof NAMED> | z.infer<typeof MATCHING>): ReplayFilter {
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
  return { problem: `${path === '' ? 'The body' : path}: ${issue?.message ?? 'is not as expected'}.` };
}
