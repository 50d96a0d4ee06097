import { checkQuality } from '../../../src/lib/refresh/quality-gate';
import { resultOf } from '../../testing/fixtures/refresh-scene';

const broken = (action: 'warn' | 'drop' | 'fail', failed: number) => ({
  name: `is_${action}`,
  action,
  checked: 10,
  failed,
});

describe('checkQuality', () => {
  it('passes if all models succeeded', () => {
    const results = [
      resultOf('silver.a', 1, { expectations: [broken('fail', 0), broken('warn', 0)] }),
      resultOf('silver.b', 1, { outcome: 'unchanged', rowsWritten: 0 }),
      resultOf('gold.c', 1, { outcome: 'already' }),
    ];
    expect(checkQuality(results)).toEqual({
      passed: true,
      reasons: [],
      warnings: [],
      counts: {
        models: 3,
        committed: 2,
        unchanged: 1,
        failed: 0,
        rowsWritten: 20,
        rowsDropped: 0,
        warnings: 0,
      },
    });
  });

  it('passes with warnings and dropped rows, and reports them', () => {
    const results = [
      resultOf('silver.a', 1, { rowsDropped: 2, expectations: [broken('warn', 3), broken('drop', 2)] }),
    ];
    expect(checkQuality(results)).toMatchObject({
      passed: true,
      warnings: [
        "silver.a: 3 of 10 rows break 'is_warn'",
        "silver.a: 2 of 10 rows were dropped by 'is_drop'",
      ],
      counts: { rowsDropped: 2, warnings: 1 },
    });
  });

  it('fails for an expectation with the action fail, once, with its reason', () => {
    const results = [
      resultOf('silver.a', 1, { outcome: 'failed', error: 'expectation', expectations: [broken('fail', 3)] }),
    ];
    expect(checkQuality(results)).toMatchObject({
      passed: false,
      reasons: ["silver.a: 3 of 10 rows break 'is_fail'"],
    });
  });

  it('fails for a broken expectation of a model that committed', () => {
    expect(checkQuality([resultOf('silver.a', 1, { expectations: [broken('fail', 1)] })]).passed).toBe(false);
  });

  it('fails for a failed model, and without any result', () => {
    expect(
      checkQuality([resultOf('silver.a', 1, { outcome: 'failed', error: 'no such column' })]).reasons,
    ).toEqual(['silver.a: no such column']);
    expect(checkQuality([])).toMatchObject({ passed: false, reasons: ['no model reported a result'] });
  });
});
