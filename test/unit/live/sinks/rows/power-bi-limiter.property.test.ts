import fc from 'fast-check';
import { PowerBiLimiter } from '../../../../../src/lib/live/sinks/power-bi/power-bi-limiter';
import { type PowerBiLimits } from '../../../../../src/lib/live/sinks/power-bi/power-bi-limits';
import { ManualClock } from '../../../../testing/fakes/manual-clock';

/** Small limits, so that every run reaches them. */
const LIMITS: PowerBiLimits = {
  rowsPerRequest: 10,
  bytesPerRequest: 1000,
  pendingRequests: 3,
  rates: [
    { seconds: 1, requests: 4 },
    { seconds: 6, requests: 9 },
    { seconds: 20, rows: 60 },
  ],
};

/** One attempt: the delay before it, its rows, its duration, and when in that time the service counts it. */
const attempts = fc.array(
  fc.record({
    after: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 1500 })),
    rows: fc.integer({ min: 1, max: 10 }),
    takes: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 3000 })),
    countedAt: fc.constantFrom(0, 0.5, 1),
    isPatient: fc.boolean(),
  }),
  { minLength: 1, maxLength: 150 },
);

interface Counted {
  readonly at: number;
  readonly rows: number;
}

/** The maximum of any span, both ends included. */
function most(counted: readonly Counted[], seconds: number, weight: (one: Counted) => number): number {
  return Math.max(
    0,
    ...counted.map(({ at: start }) =>
      counted
        .filter(({ at }) => at >= start && at <= start + seconds * 1000)
        .reduce((sum, one) => sum + weight(one), 0),
    ),
  );
}

test('keeps every span within its limit, whenever the service counts a request', () => {
  fc.assert(
    fc.property(attempts, (list) => {
      const clock = new ManualClock();
      const limiter = new PowerBiLimiter({ limits: LIMITS, clock });
      const counted: Counted[] = [];
      let open: { readonly endsAt: number; readonly done: () => void }[] = [];
      const advanceTo = (moment: number): void => {
        for (const request of [...open].sort((a, b) => a.endsAt - b.endsAt)) {
          if (request.endsAt > moment) continue;
          clock.advance(Math.max(0, request.endsAt - clock.now().getTime()) / 1000);
          request.done();
          open = open.filter((other) => other !== request);
        }
        clock.advance(Math.max(0, moment - clock.now().getTime()) / 1000);
      };
      for (const { after, rows, takes, countedAt, isPatient } of list) {
        advanceTo(clock.now().getTime() + after);
        let admission = limiter.admit(rows);
        if (admission.kind === 'wait' && isPatient) {
          advanceTo(clock.now().getTime() + Math.ceil(admission.seconds * 1000));
          admission = limiter.admit(rows);
        }
        if (admission.kind === 'wait') {
          expect(admission.seconds).toBeGreaterThan(0);
          continue;
        }
        const now = clock.now().getTime();
        counted.push({ at: now + Math.round(takes * countedAt), rows });
        open.push({ endsAt: now + takes, done: admission.permit.done });
        expect(open.length).toBeLessThanOrEqual(LIMITS.pendingRequests);
      }
      for (const { seconds, requests = Infinity, rows = Infinity } of LIMITS.rates) {
        expect(most(counted, seconds, () => 1)).toBeLessThanOrEqual(requests);
        expect(most(counted, seconds, (one) => one.rows)).toBeLessThanOrEqual(rows);
      }
    }),
    { numRuns: 300 },
  );
});

test('returns a wait that is sufficient if nothing else is sent', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 60 }), (sizes) => {
      const clock = new ManualClock();
      const limiter = new PowerBiLimiter({ limits: LIMITS, clock });
      for (const rows of sizes) {
        let admission = limiter.admit(rows);
        // Several limits may require a wait, one after the other.
        for (let waits = 0; admission.kind === 'wait'; waits += 1) {
          expect(waits).toBeLessThan(LIMITS.rates.length);
          clock.advance(Math.ceil(admission.seconds * 1000) / 1000);
          admission = limiter.admit(rows);
        }
        admission.permit.done();
      }
    }),
  );
});
