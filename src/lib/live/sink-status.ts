import { z } from 'zod';
import { type Shape, timestamp } from '../platform/http/api-shapes';

/** The state of a sink, part of the answer of `GET /api/status`. */
export const sinkStatus = z
  .object({
    name: z.string().describe('As in the setting LIVE_SINKS.'),
    state: z.enum(['up', 'down', 'idle']),
    lastDeliveredAt: timestamp.nullable().describe('null before the first delivery of this process.'),
    message: z.string().nullable().describe('Why the sink is down.'),
  })
  .meta({ id: 'SinkStatus' });

export type SinkStatus = Shape<typeof sinkStatus>;
