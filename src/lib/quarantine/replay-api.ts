import { z } from 'zod';
import { rejection, rejectionCode, source } from '../contracts/api';
import { count, type Shape, timestamp } from '../platform/http/api-shapes';

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

const time = z.iso.datetime({ offset: true, error: 'is a time as RFC 3339 writes it' });

const operation = z
  .discriminatedUnion('op', [
    valueOperation('add'),
    valueOperation('replace'),
    valueOperation('test'),
    z.strictObject({ op: z.literal('remove'), path: pointer }),
    fromOperation('move'),
    fromOperation('copy'),
  ])
  .meta({ id: 'PatchOperation', description: 'One operation of JSON Patch (RFC 6902).' });

/** Named records. */
export const namedFilter = z.strictObject({ ids: z.array(z.string().max(128)).min(1).max(MAX_REPLAYED) });

/** All records that match and are not in the hub again. */
export const matchingFilter = z.strictObject({
  source: source.exactOptional(),
  contract: z.string().max(128).exactOptional(),
  code: z.string().max(128).exactOptional(),
  from: time.exactOptional(),
  to: time.exactOptional(),
});

const replayFilter = z.union([namedFilter, matchingFilter]).meta({
  id: 'ReplayFilter',
  description: 'Named records, or all that match and are not in the hub again.',
});

/** What may be changed about each event before it is validated again. */
export const fixes = {
  patch: z.strictObject({
    patch: z
      .array(operation)
      .min(1)
      .max(MAX_OPERATIONS)
      .describe('JSON Patch (RFC 6902) against the whole event, with paths as in rejections.'),
  }),
  version: z.strictObject({
    version: z.int().min(1).max(9999).describe('The version that the event is to name.'),
  }),
  event: z.strictObject({
    event: z.record(z.string(), z.unknown()).describe('Replaces the event; for one id.'),
  }),
};

const replayFix = z
  .union([fixes.patch, fixes.version, fixes.event])
  .meta({ id: 'ReplayFix', description: 'What is changed about each event before it is validated again.' });

export const replayChoices = {
  dryRun: z.boolean().default(false).describe('Validates only; nothing is published, written or counted.'),
  again: z
    .boolean()
    .default(false)
    .describe(
      'Takes named records also where they are in the hub again or where another replay has begun with them.',
    ),
  limit: z.int().min(1).max(MAX_REPLAYED).default(DEFAULT_LIMIT).describe('Records that are tried.'),
};

export const replayRequest = z
  .strictObject({ filter: replayFilter, fix: replayFix.exactOptional(), ...replayChoices })
  .meta({
    id: 'QuarantineReplayRequest',
    examples: [
      {
        filter: { source: 'iot', code: 'contract.format' },
        fix: { patch: [{ op: 'replace', path: '/data/measuredAt', value: '2026-11-21T06:00:00Z' }] },
        dryRun: true,
      },
    ],
  });

const outcomes = {
  matched: count.describe('Records that the filter named and that were not in the hub yet.'),
  published: count.describe('Of a dry run: those that would be.'),
  rejected: count.describe('Tried, and rejected again.'),
  skipped: count.describe('In the hub already, out of attempts, under way elsewhere, or gone.'),
  failed: count.describe('Accepted, and not known to be in the hub; they may be replayed again.'),
};

const replayRejection = rejection
  .extend({ code: z.union([...rejectionCode.options, z.enum(['patch_failed', 'id_changed'])]) })
  .meta({ id: 'ReplayRejection', description: 'Why an event is not replayed. It never carries the value.' });

const replayOutcome = z
  .enum([
    'would-publish',
    'published',
    'rejected',
    'failed',
    'gone',
    'already-replayed',
    'attempts-exhausted',
    'under-way',
  ])
  .describe(
    '`failed`: accepted, and the hub did not say that it has the event. `gone`: retention took the slot, and the bytes with it.',
  );

const replayResult = z
  .object({
    id: z.string(),
    outcome: replayOutcome,
    before: z.array(rejection),
    after: z
      .object({
        verdict: z.enum(['accepted', 'quarantined']),
        contract: z.string().nullable(),
        version: z.int().nullable(),
        rejections: z.array(replayRejection),
      })
      .nullable()
      .describe('null where it was not tried.'),
    event: z
      .unknown()
      .describe('After the fix, masked; null where it is not JSON, and late in a long answer.'),
  })
  .meta({ id: 'ReplayResult' });

export const replayReport = z
  .object({
    replay: z.string().nullable().describe('null for a dry run.'),
    dryRun: z.boolean(),
    ...outcomes,
    remaining: count.describe('Records that matched and were not tried yet.'),
    results: z.array(replayResult),
  })
  .meta({ id: 'QuarantineReplayReport' });

const shownFix = z
  .union([
    z.object({
      patch: z.array(z.object({ op: z.string(), path: z.string(), from: z.string().exactOptional() })),
    }),
    z.object({ version: z.int() }),
    z.object({ event: z.literal(true) }),
  ])
  .describe('Without the values of patches, which may be personal; `{"event": true}` for a whole event.');

export const replay = z
  .object({
    replay: z.string().describe('Begins with its start, as `20261121T061000123Z-3f9a1c2b`.'),
    at: timestamp,
    endedAt: timestamp.nullable().describe('null where it did not come to its end.'),
    by: z.string().nullable().describe('Who asked, where the platform knows.'),
    filter: replayFilter,
    fix: shownFix.nullable(),
    ...outcomes,
  })
  .meta({ id: 'QuarantineReplay' });

export type PatchOperation = Shape<typeof operation>;
export type ReplayFilter = Shape<typeof replayFilter>;
/** Values are those of `parseExactJson`. */
export type Fix = Shape<typeof replayFix>;
export type ReplayRejection = Shape<typeof replayRejection>;
export type ReplayOutcome = Shape<typeof replayOutcome>;
export type ReplayResult = Shape<typeof replayResult>;
export type ReplayReport = Shape<typeof replayReport>;
export type ShownFix = Shape<typeof shownFix>;
export type ReplayRecord = Shape<typeof replay>;

/** What `POST /api/quarantine/replay` asks for, with every default in place. */
export interface ReplayRequest {
  readonly filter: ReplayFilter;
  readonly fix: Fix | undefined;
  readonly dryRun: boolean;
  readonly again: boolean;
  readonly limit: number;
}

function valueOperation<const Op extends string>(
  op: Op,
): z.ZodObject<{ op: z.ZodLiteral<Op>; path: typeof pointer; value: z.ZodUnknown }, z.core.$strict> {
  return z
    .strictObject({ op: z.literal(op), path: pointer, value: z.unknown() })
    .refine((one) => one.value !== undefined, { path: ['value'], message: 'is required' });
}

function fromOperation<const Op extends string>(
  op: Op,
): z.ZodObject<{ op: z.ZodLiteral<Op>; from: typeof pointer; path: typeof pointer }, z.core.$strict> {
  return z.strictObject({ op: z.literal(op), from: pointer, path: pointer });
}
