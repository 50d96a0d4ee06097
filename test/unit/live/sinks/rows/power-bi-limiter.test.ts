import { PowerBiLimiter } from '../../../../../src/lib/live/sinks/power-bi/power-bi-limiter';
import { PUSH_DATASET_LIMITS } from '../../../../../src/lib/live/sinks/power-bi/power-bi-limits';
import { ManualClock } from '../../../../testing/fakes/manual-clock';

function scene(): { clock: ManualClock; limiter: PowerBiLimiter; send: (rows: number) => number } {
  const clock = new ManualClock();
  const limiter = new PowerBiLimiter({ limits: PUSH_DATASET_LIMITS, clock });
  /** Seconds to wait; 0 if the request was sent, which takes no time. */
  const send = (rows: number): number => {
    const admission = limiter.admit(rows);
    if (admission.kind === 'wait') return admission.seconds;
    admission.permit.done();
    return 0;
  };
  return { clock, limiter, send };
}

test('has the limits of the vendor', () => {
  expect(PUSH_DATASET_LIMITS).toEqual({
    rowsPerRequest: 10_000,
    bytesPerRequest: 16_000_000,
    pendingRequests: 5,
    rates: [
      { seconds: 60, requests: 120 },
      { seconds: 3600, rows: 1_000_000 },
    ],
  });
});

test('admits 120 requests in a minute, and the next when the first is a minute old', () => {
  const { clock, send } = scene();
  for (let count = 0; count < 120; count += 1) {
    expect(send(1)).toBe(0);
    clock.advance(0.1);
  }
  const seconds = send(1);
  expect(seconds).toBeCloseTo(48, 1);
  clock.advance(seconds);
  expect(send(1)).toBe(0);
  expect(send(1)).toBeGreaterThan(0);
});

test('admits a million rows in an hour', () => {
  const { clock, send } = scene();
  for (let count = 0; count < 100; count += 1) expect(send(10_000)).toBe(0);
  clock.advance(60.1);
  expect(send(1)).toBeCloseTo(3540, 0);
  clock.advance(3540);
  expect(send(10_000)).toBe(0);
});

test('counts a request from its start until a whole span after its end', () => {
  const clock = new ManualClock();
  const limits = { ...PUSH_DATASET_LIMITS, rates: [{ seconds: 60, requests: 1 }] };
  const limiter = new PowerBiLimiter({ limits, clock });
  const admission = limiter.admit(1);
  clock.advance(50);
  expect(limiter.admit(1)).toMatchObject({ kind: 'wait' });
  if (admission.kind === 'admitted') admission.permit.done();
  clock.advance(50);
  expect(limiter.admit(1)).toMatchObject({ kind: 'wait' });
  clock.advance(10.001);
  expect(limiter.admit(1)).toMatchObject({ kind: 'admitted' });
});

test('admits no sixth request while five are pending', () => {
  const { limiter } = scene();
  const pending = Array.from({ length: 5 }, () => limiter.admit(1));
  expect(limiter.admit(1)).toEqual({ kind: 'wait', seconds: 1 });
  const [first] = pending;
  if (first?.kind === 'admitted') first.permit.done();
  expect(limiter.admit(1)).toMatchObject({ kind: 'admitted' });
});

test('admits nothing during the wait that the service returned', () => {
  const { clock, limiter, send } = scene();
  limiter.hold(30);
  limiter.hold(10);
  expect(send(1)).toBe(30);
  clock.advance(30);
  expect(send(1)).toBe(0);
});

test('refuses more rows than a request may hold', () => {
  expect(() => scene().limiter.admit(10_001)).toThrow(RangeError);
});
