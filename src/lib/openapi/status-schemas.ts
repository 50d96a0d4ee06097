import { SOURCES } from '../contracts/source';

const count = { type: 'integer', minimum: 0 };
const countOrNull = { type: ['integer', 'null'], minimum: 0 };
const text = { type: 'string' };
const orNull = { type: ['string', 'null'] };
const time = { type: 'string', format: 'date-time' };
const timeOrNull = { type: ['string', 'null'], format: 'date-time' };
const source = { enum: SOURCES };
const list = (items: object) => ({ type: 'array', items });
const all = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const allOrNull = (properties: object) => ({ ...all(properties), type: ['object', 'null'] });
const refresh = { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/RefreshSummary' }] };

const PARTITION = {
  partition: count,
  received: countOrNull,
  newestEnqueuedTime: timeOrNull,
  slot: { ...countOrNull, description: 'Number of the newest slot; null before the first.' },
  landed: countOrNull,
  landingLag: countOrNull,
  folded: countOrNull,
  liveLag: countOrNull,
};

const SOURCE = {
  source,
  hub: allOrNull({ incarnation: text, received: count, newestEnqueuedTime: timeOrNull }),
  bronze: allOrNull({
    landed: count,
    accepted: { ...countOrNull, description: 'As far as the index of quarantined records has counted.' },
    quarantined: countOrNull,
    slots: count,
    lag: { ...countOrNull, description: 'Events in the hub that have not landed.' },
    newestEnqueuedTime: timeOrNull,
  }),
  live: allOrNull({ folded: count, lag: countOrNull }),
  partitions: list(all(PARTITION)),
};

/** `components.schemas` of the status. */
export const STATUS_SCHEMAS = {
  PipelineStatus: all({
    at: time,
    app: all({ version: text }),
    problems: list(
      all({ stage: { enum: ['hub', 'bronze', 'live', 'refresh', 'sinks', 'quarantine'] }, message: text }),
    ),
    sources: list(all(SOURCE)),
    quarantine: allOrNull({
      records: count,
      open: { ...count, description: 'Not replayed.' },
      bySourceAndCode: list(all({ source, code: text, records: count })),
    }),
    refresh: allOrNull({
      configured: { type: 'boolean' },
      current: refresh,
      last: refresh,
      arrivals: {
        ...countOrNull,
        description:
          'Events in Bronze that the newest plan does not have; null while a refresh is under way.',
      },
    }),
    sinks: list(
      all({
        name: text,
        state: { enum: ['up', 'down', 'idle'] },
        lastDeliveredAt: timeOrNull,
        message: orNull,
      }),
    ),
    powerBi: all({ arrivedUrl: { ...orNull, description: 'On a local stack, where what arrived is seen.' } }),
  }),
};
