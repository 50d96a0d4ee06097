import fc from 'fast-check';
import { type HubPartition } from '../../../src/lib/event-log/hub-reader';
import { ageOf, nextWaiting, type WaitingEvent } from '../../../src/lib/landing/waiting-event';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const ago = (seconds: number): number => NOW - seconds * 1000;
const hub = (last: number, newestSecondsAgo: number, begin = 0): HubPartition => ({
  partition: 3,
  beginSequenceNumber: begin,
  lastSequenceNumber: last,
  ...(last >= 0 && { newestEnqueuedTime: new Date(ago(newestSecondsAgo)).toISOString() }),
});

describe('nextWaiting', () => {
  it.each<[string, WaitingEvent | undefined, HubPartition, number, WaitingEvent | undefined]>([
    ['nothing for an empty partition', undefined, hub(-1, 0), -1, undefined],
    ['nothing if Bronze has all events', undefined, hub(9, 1), 9, undefined],
    ["nothing if Bronze is ahead of the hub's last known position", undefined, hub(9, 1), 12, undefined],
    [
      'the one event that waits, with its own time',
      undefined,
      hub(10, 40),
      9,
      { sequenceNumber: 10, since: ago(40) },
    ],
    [
      'the only event of a partition that never landed one',
      undefined,
      hub(0, 7200),
      -1,
      { sequenceNumber: 0, since: ago(7200) },
    ],
    ['the last of many events', undefined, hub(500, 1), 9, { sequenceNumber: 500, since: ago(1) }],
    [
      'the known event, while newer events arrive',
      { sequenceNumber: 500, since: ago(600) },
      hub(90_000, 0),
      9,
      { sequenceNumber: 500, since: ago(600) },
    ],
    [
      'the known event, if landing is slow rather than stuck',
      { sequenceNumber: 500, since: ago(600) },
      hub(90_000, 0),
      499,
      { sequenceNumber: 500, since: ago(600) },
    ],
    [
      'a newer event when the known event has landed',
      { sequenceNumber: 500, since: ago(600) },
      hub(90_000, 2),
      500,
      { sequenceNumber: 90_000, since: ago(2) },
    ],
    [
      'nothing when all events have landed',
      { sequenceNumber: 500, since: ago(600) },
      hub(500, 600),
      500,
      undefined,
    ],
    [
      'nothing if retention has deleted all events',
      { sequenceNumber: 500, since: ago(600) },
      hub(500, 600, 501),
      9,
      undefined,
    ],
    [
      'the known event, even if retention has deleted it, while others wait',
      { sequenceNumber: 500, since: ago(600) },
      hub(900, 3, 700),
      9,
      { sequenceNumber: 500, since: ago(600) },
    ],
    [
      'the current time, if the hub does not report one',
      undefined,
      { ...hub(0, 0), newestEnqueuedTime: '2026-11-21T08:00:30Z' },
      -1,
      { sequenceNumber: 0, since: NOW },
    ],
  ])('returns %s', (_name, known, partition, landed, expected) => {
    expect(nextWaiting(known, partition, landed, NOW)).toEqual(expected);
  });

  it('never reports more than the true age of the oldest waiting event, and its full age if landing is stuck', () => {
    fc.assert(
      fc.property(
        // A minute each: events that arrive, and events that landing takes.
        fc.array(fc.record({ come: fc.nat({ max: 5 }), land: fc.nat({ max: 5 }) }), { maxLength: 40 }),
        (minutes) => {
          const enqueued: number[] = [];
          let landed = -1;
          let known: WaitingEvent | undefined;
          minutes.forEach(({ come, land }, minute) => {
            const now = NOW + minute * 60_000;
            for (let index = 0; index < come; index++) enqueued.push(now - 30_000 + index);
            landed = Math.min(enqueued.length - 1, landed + land);
            const last = enqueued.length - 1;
            const newestEnqueuedTime = new Date(enqueued[last] ?? 0).toISOString();
            known = nextWaiting(
              known,
              { partition: 0, beginSequenceNumber: 0, lastSequenceNumber: last, newestEnqueuedTime },
              landed,
              now,
            );
            const oldest = enqueued[landed + 1];
            expect(known === undefined).toBe(oldest === undefined);
            if (oldest !== undefined) expect(ageOf(known, now)).toBeLessThanOrEqual((now - oldest) / 1000);
          });
          const stuck = known;
          if (stuck === undefined) return;
          const later = NOW + minutes.length * 60_000 + 3_600_000;
          const partition = hub(enqueued.length + 1000, 0);
          expect(ageOf(nextWaiting(stuck, partition, landed, later), later)).toBeGreaterThanOrEqual(3600);
        },
      ),
    );
  });
});
