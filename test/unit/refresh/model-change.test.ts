import { type ModelResult } from '../../../src/lib/refresh/model-result';
import { countModels, toModelChanges } from '../../../src/lib/refresh/quality-gate';

function result(model: string, change: Partial<ModelResult> = {}): ModelResult {
  return {
    model,
    refresh: 1,
    outcome: 'committed',
    version: 1,
    rowsRead: 0,
    rowsWritten: 0,
    rowsRemoved: 0,
    rowsDropped: 0,
    newestEventTime: null,
    expectations: [],
    startedAt: '2026-11-21T06:00:00.000Z',
    endedAt: '2026-11-21T06:00:00.000Z',
    durationMilliseconds: 0,
    error: null,
    ...change,
  };
}

it('names table, date and command for each table with rows of an older model', () => {
  const results = [
    result('silver.iot_telemetry', { modelChangedAt: '2026-11-21T06:10:30.000Z' }),
    result('gold.sales_day', { modelChangedAt: null }),
    // A result of an older version has no such field.
    result('gold.finance_day'),
  ];
  expect(toModelChanges(results)).toEqual([
    {
      table: 'silver.iot_telemetry',
      changedAt: '2026-11-21T06:10:30.000Z',
      detail:
        'The model of silver.iot_telemetry changed on 2026-11-21 06:10 UTC. ' +
        'Older rows stay until the table is rebuilt: npm run refresh -- --rebuild silver.iot_telemetry',
    },
  ]);
  expect(countModels(results)).toMatchObject({ mixedTables: 1 });
  expect(countModels([result('gold.sales_day')])).not.toHaveProperty('mixedTables');
});
