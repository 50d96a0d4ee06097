import { z } from 'zod';
import { rejection, rejectionCode, source } from '../contracts/api';
import { count, type Shape, timestamp } from '../platform/http/api-shapes';

/** Maximum number of records that one request may name or try. */
export const MAX_REPLAYED = 1000;
const DEFAULT_LIMIT = 100;
const MAX_OPERATIONS = 100;

const pointer = z
  .string()
  .max(1024)
  .regex(/^(\/([^~/]|~[01])*)+$/, 'must be a JSON Pointer to a part of the event, such as /data/deviceId')
  // The library that applies patches would write to the prototype of all objects.
  .refine((path) => !/\/(__proto__|constructor|prototype)(\/|$)/.test(path), 'must not name a prototype');

const time = z.iso.datetime({ offset: true, error: 'must be an RFC 3339 time' });

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

/** Records by their ids. */
export const namedFilter = z.strictObject({ ids: z.array(z.string().max(128)).min(1).max(MAX_REPLAYED) });

/** All matching records whose event is not in the hub again. */
export const matchingFilter = z.strictObject({
  source: source.exactOptional(),
  contract: z.string().max(128).exactOptional(),
  code: z.string().max(128).exactOptional(),
  from: time.exactOptional(),
  to: time.exactOptional(),
});

/** Every record whose event is not in the hub again. It must be said, so that nobody selects it by an omission. */
export const everyFilter = z.strictObject({ all: z.literal(true) });

export const replayFilter = z
  .union([namedFilter, matchingFilter.meta({ minProperties: 1 }), everyFilter])
  .meta({
    id: 'ReplayFilter',
    description:
      'Records by their ids, or the matching records whose event is not in the hub again, or with `all` every such record.',
  });

/** Changes to each event before it is validated again. */
export const fixes = {
  patch: z.strictObject({
    patch: z
      .array(operation)
      .min(1)
      .max(MAX_OPERATIONS)
      .describe('JSON Patch (RFC 6902) for the whole event, with paths as in rejections.'),
  }),
  version: z.strictObject({
    version: z.int().min(1).max(9999).describe('The contract version that the event gets.'),
  }),
  event: z.strictObject({
    event: z.record(z.string(), z.unknown()).describe('Replaces the event. Only with one id.'),
  }),
};

const replayFix = z
  .union([fixes.patch, fixes.version, fixes.event])
  .meta({ id: 'ReplayFix', description: 'The change to each event before it is validated again.' });

export const replayChoices = {
  dryRun: z.boolean().default(false).describe('Only validates. Nothing is published, written or counted.'),
  again: z
    .boolean()
    .default(false)
    .describe('Includes named records whose event is in the hub again, or that another replay has begun.'),
  limit: z
    .int()
    .min(1)
    .max(MAX_REPLAYED)
    .default(DEFAULT_LIMIT)
    .describe('Maximum number of records to try.'),
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
  matched: count.describe('Matching records whose event was not in the hub again.'),
  published: count.describe('Published records. In a dry run, those that would be published.'),
  rejected: count.describe('Records that were tried and rejected again.'),
  skipped: count.describe(
    'Records that are already in the hub, have no attempts left with this fix, are in another replay, or were deleted.',
  ),
  failed: count.describe('Records that were accepted but may not be in the hub. They can be replayed again.'),
};

const replayRejection = rejection
  .extend({ code: z.union([...rejectionCode.options, z.enum(['patch_failed', 'id_changed'])]) })
  .meta({ id: 'ReplayRejection', description: 'Why an event is not replayed. It never contains the value.' });

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
    '`failed`: accepted, but the hub did not confirm the event. `gone`: retention deleted the slot with the bytes.',
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
      .describe('Null if the record was not tried.'),
    event: z
      .unknown()
      .describe(
        'The event after the fix, masked. Null if it is not JSON, and near the end of a long answer.',
      ),
  })
  .meta({ id: 'ReplayResult' });

export const replayReport = z
  .object({
    replay: z.string().nullable().describe('Null for a dry run.'),
    dryRun: z.boolean(),
    ...outcomes,
    remaining: count.describe('Matching records that were not tried yet.'),
    exhausted: count.describe(
      'Skipped records that were tried too often with this fix. Another fix tries them, and so does a reopening.',
    ),
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
  .describe('Without the values of patches, which can be personal. `{"event": true}` for a whole event.');

export const replay = z
  .object({
    replay: z
      .string()
      .describe('Starts with the time of the replay, such as `20261121T061000123Z-3f9a1c2b`.'),
    at: timestamp,
    endedAt: timestamp.nullable().describe('Null if the replay did not finish.'),
    by: z.string().nullable().describe('The caller, if the platform authenticated one.'),
    filter: replayFilter,
    fix: shownFix.nullable(),
    ...outcomes,
  })
  .meta({ id: 'QuarantineReplay' });

export type PatchOperation = Shape<typeof operation>;
export type ReplayFilter = Shape<typeof replayFilter>;
export type MatchingFilter = Shape<typeof matchingFilter> | Shape<typeof everyFilter>;
/** Values are from `parseExactJson`. */
export type Fix = Shape<typeof replayFix>;
export type ReplayRejection = Shape<typeof replayRejection>;
export type ReplayOutcome = Shape<typeof replayOutcome>;
export type ReplayResult = Shape<typeof replayResult>;
export type ReplayReport = Shape<typeof replayReport>;
export type ShownFix = Shape<typeof shownFix>;
export type ReplayRecord = Shape<typeof replay>;

/** A request of `POST /api/quarantine/replay`, with all defaults set. */
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
