const text = { type: 'string' };
const time = { type: 'string', format: 'date-time' };
const whole = { type: 'integer', minimum: 0 };
const refresh = {
  type: ['integer', 'null'],
  description: 'The newest refresh that the table has taken in.',
};
const list = (items: object) => ({ type: 'array', items });
const all = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });

const COLUMN = all({ name: text, type: text, description: { type: ['string', 'null'] } });

/** `components.schemas` of serving. */
export const SERVE_SCHEMAS = {
  ServeView: all({
    view: { ...text, description: 'As `iot_telemetry`.' },
    type: { ...text, description: 'Of the events.' },
    source: text,
    description: text,
    seconds: { enum: [10, 60], description: 'Length of a live window; answers are by the minute at least.' },
    keys: list(text),
    values: list(all({ name: text, aggregate: { enum: ['count', 'sum', 'minimum', 'maximum', 'average'] } })),
    batch: { type: 'boolean', description: 'Whether there is a batch view behind the live windows.' },
  }),
  ServeAnswer: all({
    view: text,
    type: text,
    from: time,
    to: { ...time, description: 'Not part of the answer.' },
    by: all({ bucket: { enum: ['minute', 'hour', 'day'] }, keys: list(text) }),
    refresh: { ...refresh, description: 'The refresh that the batch view has taken in; null without one.' },
    watermark: {
      type: ['string', 'null'],
      format: 'date-time',
      description: 'The first minute that is from live windows; all before it is from the batch view.',
    },
    liveBehind: {
      type: 'boolean',
      description: 'Live windows have not caught up with the refresh, so all is from the batch view.',
    },
    cut: {
      ...list(all({ incarnation: text, partition: whole, sequenceNumber: whole })),
      description: 'The answer has exactly the events up to here, each once.',
    },
    parts: {
      ...list(all({ source: { enum: ['batch', 'live'] }, from: time, to: time })),
      description: 'They follow each other from `from` to `to` without a gap.',
    },
    incomplete: {
      ...list(all({ from: time, to: time, reason: { enum: ['below-floor', 'overflowed', 'ahead'] } })),
      description:
        'Where events that came after the refresh may be missing: older than live windows reach, more groups than they keep, or events that came a day or more before their time.',
    },
    rows: list(
      all({
        start: time,
        end: time,
        source: { enum: ['batch', 'live', 'both'] },
        keys: { type: 'object', additionalProperties: text },
        events: { ...whole, description: 'Each once.' },
        values: {
          type: 'object',
          additionalProperties: { type: ['number', 'null'] },
          description: 'Null where no event has the number.',
        },
      }),
    ),
  }),
  GoldTable: {
    type: 'object',
    required: ['table', 'refresh', 'columns', 'partitionedBy'],
    properties: {
      table: text,
      rows: { ...whole, description: 'Absent where a writer did not count them.' },
      refresh,
      columns: list(COLUMN),
      partitionedBy: list(text),
      problem: { ...text, description: 'Why the table cannot be read; absent for one that can.' },
    },
  },
  GoldRows: all({
    table: text,
    refresh,
    columns: list(COLUMN),
    rows: list({ type: 'object', description: 'By the names of the columns.' }),
    truncated: { type: 'boolean', description: 'There are more rows than were asked for.' },
  }),
};
