import { SOURCES } from '../contracts/source';

const count = { type: 'integer', minimum: 0 };
const text = { type: 'string' };
const orNull = { type: ['string', 'null'] };
const time = { type: 'string', format: 'date-time' };
const timeOrNull = { type: ['string', 'null'], format: 'date-time' };
const source = { type: 'string', enum: SOURCES };
const list = (items: object) => ({ type: 'array', items });
const object = (properties: Readonly<Record<string, object>>, optional: readonly string[] = []) => ({
  type: 'object',
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const REJECTION = object({
  code: {
    ...text,
    description: 'As docs/contracts.md lists them; of a replay also patch_failed and id_changed.',
  },
  path: { ...text, description: 'JSON Pointer into the event; empty for the whole event.' },
  message: { ...text, description: 'Names the field and the rule, and never the value.' },
});

const SUMMARY = {
  id: { ...text, description: '`<source>.<incarnation>.<partition>.<sequenceNumber>`' },
  source,
  contract: { ...orNull, description: 'Type of the contract that the event broke, where that is known.' },
  version: { type: ['integer', 'null'], minimum: 1 },
  partition: count,
  sequenceNumber: count,
  enqueuedTime: time,
  landedAt: time,
  codes: { ...list(text), description: 'Of all its rejections, each once.' },
  rejections: list(ref('QuarantineRejection')),
  bytes: { ...count, description: 'Length of the event as it came.' },
  state: {
    enum: ['open', 'replaying', 'replayed'],
    description: '`replaying`: a replay began and did not say how it ended; the event may be in the hub.',
  },
  attempts: { ...count, description: 'Replays that were not dry.' },
  replayedAt: timeOrNull,
};

const FIX = {
  description: 'What is changed about each event before it is judged again.',
  oneOf: [
    object({
      patch: {
        type: 'array',
        minItems: 1,
        maxItems: 100,
        description: 'JSON Patch (RFC 6902) against the whole event, with paths as in rejections.',
        items: {
          type: 'object',
          required: ['op', 'path'],
          properties: {
            op: { enum: ['add', 'remove', 'replace', 'move', 'copy', 'test'] },
            path: text,
            from: text,
            value: {},
          },
        },
      },
    }),
    object({
      version: { type: 'integer', minimum: 1, description: 'The version that the event is to name.' },
    }),
    object({ event: { type: 'object', description: 'Stands in place of the event; for one id.' } }),
  ],
};

const FILTER = {
  type: 'object',
  description: 'Named records, or all that match and are not in the hub again.',
  properties: {
    ids: { type: 'array', items: text, minItems: 1, maxItems: 1000 },
    source,
    contract: text,
    code: text,
    from: time,
    to: time,
  },
};

const OUTCOMES = {
  matched: count,
  published: { ...count, description: 'Of a dry run: those that would be.' },
  rejected: count,
  skipped: { ...count, description: 'In the hub already, out of attempts, under way elsewhere, or gone.' },
  failed: { ...count, description: 'Accepted, and not known to be in the hub; they may be replayed again.' },
};

/** `components.schemas` of the quarantine. */
export const QUARANTINE_SCHEMAS = {
  QuarantineRejection: REJECTION,
  QuarantineRecord: object(SUMMARY),
  QuarantineList: object({
    counts: {
      ...list(object({ source, contract: orNull, code: text, records: count })),
      description: 'A record with several codes counts in each.',
    },
    total: { ...count, description: 'Records that match, each once.' },
    records: list(ref('QuarantineRecord')),
    next: { ...orNull, description: 'Where the next page is.' },
  }),
  QuarantineDetails: object(
    {
      ...SUMMARY,
      incarnation: text,
      slot: { ...text, description: 'Name of the slot in the container `bronze`.' },
      contentType: orNull,
      properties: { type: ['object', 'null'], description: 'Application properties, masked.' },
      event: {
        description:
          'The event, masked: protected fields and those that no contract knows are covered. null: not a JSON object.',
      },
      text: {
        ...orNull,
        description: 'Of what is not a JSON object: names and punctuation, x for letters, 0 for digits.',
      },
      base64: { ...text, contentEncoding: 'base64', description: 'The body as it came, with `bytes=true`.' },
      replays: list(ref('QuarantineReplay')),
    },
    ['base64'],
  ),
  QuarantineReplayRequest: object(
    {
      filter: FILTER,
      fix: FIX,
      dryRun: { type: 'boolean', default: false, description: 'Judges only.' },
      again: {
        type: 'boolean',
        default: false,
        description:
          'Takes named records also where they are in the hub again or where another replay has begun with them.',
      },
      limit: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
    },
    ['fix', 'dryRun', 'again', 'limit'],
  ),
  QuarantineReplayReport: object({
    replay: { ...orNull, description: 'null for a dry run.' },
    dryRun: { type: 'boolean' },
    ...OUTCOMES,
    remaining: { ...count, description: 'Records that matched and were not come to.' },
    results: list(
      object({
        id: text,
        outcome: {
          enum: [
            ...['would-publish', 'published', 'rejected', 'failed', 'gone'],
            ...['already-replayed', 'attempts-exhausted', 'under-way'],
          ],
        },
        before: list(ref('QuarantineRejection')),
        after: {
          oneOf: [
            { type: 'null' },
            object({
              verdict: { enum: ['accepted', 'quarantined'] },
              contract: orNull,
              version: { type: ['integer', 'null'] },
              rejections: list(ref('QuarantineRejection')),
            }),
          ],
        },
        event: {
          description: 'After the fix, masked; null where it is not JSON, and late in a long answer.',
        },
      }),
    ),
  }),
  QuarantineReplay: object({
    replay: text,
    at: time,
    endedAt: { ...timeOrNull, description: 'null where it did not come to its end.' },
    by: { ...orNull, description: 'Who asked, where the platform knows.' },
    filter: FILTER,
    fix: {
      type: ['object', 'null'],
      description: 'Without the values of patches; `{"event": true}` for a whole event.',
    },
    ...OUTCOMES,
  }),
};
