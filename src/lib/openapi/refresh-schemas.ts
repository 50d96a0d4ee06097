const count = { type: 'integer', minimum: 0 };
const text = { type: 'string' };
const orNull = { type: ['string', 'null'] };
const time = { type: 'string', format: 'date-time' };
const timeOrNull = { type: ['string', 'null'], format: 'date-time' };
const list = (items: object) => ({ type: 'array', items });

const STATES = [
  'running',
  'cancelling',
  'succeeded',
  'nothing-new',
  'failed',
  'cancelled',
  'cancelled-downstream',
];

const SUMMARY = {
  id: text,
  number: { type: 'integer', minimum: 1, description: 'Rises with each refresh; tables are kept by it.' },
  state: { enum: STATES },
  trigger: { enum: ['schedule', 'request', 'arrivals'] },
  pipelines: { enum: ['due', 'all', 'none'] },
  force: { type: 'boolean' },
  startedAt: time,
  endedAt: timeOrNull,
  durationSeconds: { type: ['number', 'null'] },
  reason: { ...orNull, description: 'Why it did not succeed.' },
  newEvents: { type: ['integer', 'null'], description: 'Events that its plan adds to the plan before.' },
  counts: {
    type: ['object', 'null'],
    description: 'Over all models.',
    properties: {
      ...{ models: count, committed: count, unchanged: count, failed: count },
      ...{ rowsWritten: count, rowsDropped: count, warnings: count },
    },
  },
};

const TASK = { name: text, state: text, startedAt: time, endedAt: time, message: text };

const RUN = {
  kind: { enum: ['pipeline', 'job'] },
  name: text,
  generation: { type: 'integer', minimum: 1 },
  token: {
    ...text,
    description: 'The id that we chose: idempotency token, or parameter runId of a pipeline.',
  },
  state: { enum: ['intended', 'running', 'succeeded', 'failed', 'cancelled'] },
  runId: { ...orNull, description: 'The id that the service chose.' },
  status: { ...orNull, description: 'In the words of the service.' },
  message: orNull,
  url: orNull,
  startedAt: time,
  endedAt: timeOrNull,
  tasks: list({ type: 'object', required: ['name', 'state'], properties: TASK }),
};

const STEP = {
  step: { enum: ['pipelines', 'plan', 'job', 'quality', 'power-bi'] },
  state: { enum: ['running', 'succeeded', 'failed', 'cancelled'] },
  startedAt: timeOrNull,
  endedAt: timeOrNull,
  reason: { ...text, description: 'Why Power BI did not take the request; that fails no refresh.' },
};

const EXPECTATION = { name: text, action: { enum: ['warn', 'drop', 'fail'] }, checked: count, failed: count };

const MODEL = {
  model: text,
  refresh: count,
  outcome: { enum: ['committed', 'unchanged', 'already', 'failed'] },
  version: { type: ['integer', 'null'], description: 'Of the Delta table.' },
  ...{ rowsRead: count, rowsWritten: count, rowsRemoved: count, rowsDropped: count },
  newestEventTime: orNull,
  expectations: list({ type: 'object', properties: EXPECTATION }),
  startedAt: time,
  endedAt: time,
  durationMilliseconds: { type: 'number' },
  error: orNull,
};

const all = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });

/** `components.schemas` of the refresh. */
export const REFRESH_SCHEMAS = {
  RefreshStarted: all({
    id: text,
    outcome: {
      enum: ['started', 'running'],
      description: '`running`: another start was quicker; this is its refresh.',
    },
    url: text,
  }),
  RefreshSummary: all(SUMMARY),
  Refresh: all({
    ...SUMMARY,
    steps: list(all(STEP)),
    runs: list(all(RUN)),
    plan: {
      type: ['object', 'null'],
      description:
        'What it takes in: per source the newest enqueued time and sequence numbers, and the batch runs.',
      properties: {
        previous: { type: ['integer', 'null'] },
        cutAt: time,
        sources: { type: 'object' },
        batch: { type: 'object' },
      },
    },
    models: list({ type: 'object', properties: MODEL }),
    quality: {
      type: ['object', 'null'],
      properties: { passed: { type: 'boolean' }, reasons: list(text), warnings: list(text) },
    },
    watermarks: {
      ...list(
        all({
          ...{ table: text, refresh: count, cutAt: time },
          sources: { type: 'object', additionalProperties: time },
        }),
      ),
      description: 'How far each table is complete now, whichever refresh brought it there.',
    },
  }),
  RefreshCancelling: all({
    id: text,
    state: { const: 'cancelling' },
    runs: list({
      type: 'object',
      description:
        'Runs that were asked to end. A run that could not be asked now is asked by the refresh itself.',
      properties: {
        kind: { enum: ['pipeline', 'job'] },
        name: text,
        externalId: text,
        outcome: { enum: ['requested', 'failed'] },
        reason: text,
      },
    }),
  }),
};
