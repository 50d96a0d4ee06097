import fc from 'fast-check';
import { splitRows } from '../../../../../src/lib/live/sinks/power-bi/split-rows';

test('keeps every row once, in order, within both limits', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 60 })),
      fc.integer({ min: 1, max: 9 }),
      (rows, rowsPerRequest) => {
        const limits = { rowsPerRequest, bytesPerRequest: 120 };
        const requests = splitRows(rows, limits, (row) => JSON.stringify(row).length);
        expect(requests.flat()).toEqual(rows);
        for (const request of requests) {
          expect(request.length).toBeGreaterThan(0);
          expect(request.length).toBeLessThanOrEqual(rowsPerRequest);
          if (request.length > 1) expect(JSON.stringify({ rows: request }).length).toBeLessThanOrEqual(120);
        }
      },
    ),
  );
});

test('puts a row larger than a request into its own request', () => {
  const limits = { rowsPerRequest: 10, bytesPerRequest: 40 };
  expect(splitRows([5, 500, 5, 5], limits, (row) => row)).toEqual([[5], [500], [5, 5]]);
});

test('makes no request without rows', () => {
  expect(splitRows([], { rowsPerRequest: 10, bytesPerRequest: 40 }, () => 1)).toEqual([]);
});
