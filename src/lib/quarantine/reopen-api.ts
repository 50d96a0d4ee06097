import { z } from 'zod';
import { count, type Shape } from '../platform/http/api-shapes';
import { replayFilter } from './replay-api';

export const reopenRequest = z.strictObject({ filter: replayFilter }).meta({
  id: 'QuarantineReopenRequest',
  examples: [{ filter: { source: 'iot', code: 'contract.format' } }],
});

export const reopenReport = z
  .object({
    matched: count.describe('Matching records whose event is not in the hub again.'),
    reopened: count.describe('Records that had attempts. Every fix may be tried with them again.'),
    unchanged: count.describe('Records without attempts since they came or were reopened. They are open.'),
    replayed: count.describe(
      'Named records whose event is in the hub again. `again` of a replay includes them.',
    ),
  })
  .meta({ id: 'QuarantineReopenReport' });

export type ReopenRequest = Shape<typeof reopenRequest>;
export type ReopenReport = Shape<typeof reopenReport>;
