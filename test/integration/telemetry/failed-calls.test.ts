import { type InvocationContext } from '@azure/functions';
import { AggregationTemporality } from '@opentelemetry/sdk-metrics';
import { SluiceError } from '../../../src/lib/platform/errors';
import { instruments } from '../../../src/lib/platform/telemetry/instruments';
import { LandingAgeGauge } from '../../../src/lib/landing/landing-age-gauge';
import { createLandHandler } from '../../../src/lib/landing/trigger/land-handler';
import { HandOver } from '../../../src/lib/live/hand-over';
import { toSequenceNumber, toSlot } from '../../../src/lib/event-log/positions';
import { PARTITION } from '../../testing/fixtures/events';
import { ManualClock } from '../../testing/fakes/manual-clock';
import { recordTelemetry } from './recorded-telemetry';

const BODIES = [Buffer.from('{}')];
/** Trigger metadata as Node worker 3.16.0 passes it. */
const METADATA = {
  partitionContext: { partitionId: '3' },
  sequenceNumberArray: [{ low: -2, high: 1, unsigned: false }],
  offsetArray: [70],
  enqueuedTimeUtcArray: ['2026-11-21T08:15:30'],
};

/** The handler of a batch, over a consumer that succeeds or fails. */
const CONSUMERS = [
  {
    name: 'land',
    metric: 'sluice.landing.failures',
    create: (take: (position: number) => Promise<void>) =>
      createLandHandler(
        () => ({
          land: async (_partition, events) => {
            await take(events[0]?.sequenceNumber ?? -1);
            return { slots: [], redelivered: 0, warnings: [], bronze: undefined };
          },
        }),
        'iot',
      ),
  },
] as const;

function createContext(triggerMetadata: object) {
  const logged: string[] = [];
  const log = (...words: unknown[]): void => {
    logged.push(words.map(String).join(' '));
  };
  const context = { triggerMetadata, debug: () => undefined, info: () => undefined, error: log };
  return { context: context as unknown as InvocationContext, logged };
}

describe.each(CONSUMERS)('the $name handler', ({ create, metric }) => {
  it('reads positions that arrive as Long objects', async () => {
    const taken: number[] = [];
    const handle = create((position) => {
      taken.push(position);
      return Promise.resolve();
    });
    await handle(BODIES, createContext(METADATA).context);
    expect(taken).toEqual([2 * 2 ** 32 - 2]);
  });

  it('counts and logs a failed call by its error code', async () => {
    const recorded = await recordTelemetry();
    try {
      const away = new SluiceError('lake_unavailable', '503', { kind: 'transient' });
      const handle = create(() => Promise.reject(away));
      const { context, logged } = createContext(METADATA);
      await expect(handle(BODIES, context)).rejects.toBe(away);
      const unreadable = createContext({ ...METADATA, sequenceNumberArray: [] });
      await expect(handle(BODIES, unreadable.context)).rejects.toMatchObject({ code: 'landing_invariant' });
      const source = { 'sluice.source': 'iot' };
      expect(await recorded.measured(metric)).toEqual([
        { attributes: { ...source, 'error.type': 'lake_unavailable' }, value: 1 },
        { attributes: { ...source, 'error.type': 'landing_invariant' }, value: 1 },
      ]);
      expect(logged).toEqual([expect.stringMatching(/^a call failed: \w+ of iot: lake_unavailable$/)]);
      expect(unreadable.logged).toEqual([expect.stringContaining('landing_invariant')]);
    } finally {
      await recorded.close();
    }
  });
});

describe('HandOver', () => {
  it('counts and logs a failed call by its error code, and does not throw', async () => {
    const recorded = await recordTelemetry();
    try {
      const away = new SluiceError('table_unavailable', '503', { kind: 'transient' });
      const handOver = new HandOver({ follow: () => Promise.reject(away), clock: new ManualClock() });
      const { context, logged } = createContext({});
      const head = { slot: toSlot(0), lastSequenceNumber: toSequenceNumber(0) };
      await handOver.take({ partition: PARTITION, head, slots: [] }, [], context);
      expect(await recorded.measured('sluice.live.aggregation.failures')).toEqual([
        { attributes: { 'sluice.source': 'iot', 'error.type': 'table_unavailable' }, value: 1 },
      ]);
      expect(logged).toEqual(['a call failed: live of iot: table_unavailable']);
    } finally {
      await recorded.close();
    }
  });
});

describe('LandingAgeGauge', () => {
  const AGE = { ...PARTITION, seconds: 61, events: 1, lost: undefined };

  it('exports the newest age for 150 seconds, after which another instance measures', async () => {
    const recorded = await recordTelemetry({}, AggregationTemporality.DELTA);
    try {
      const clock = new ManualClock();
      const gauge = new LandingAgeGauge(clock);
      const attributes = { 'sluice.source': 'iot', 'messaging.destination.partition.id': '3' };
      gauge.record([AGE]);
      expect(await recorded.measured('sluice.landing.age')).toEqual([{ attributes, value: 61 }]);
      gauge.record([{ ...AGE, seconds: 121 }]);
      clock.advance(149);
      expect(await recorded.measured('sluice.landing.age')).toEqual([{ attributes, value: 121 }]);
      clock.advance(1);
      // Without any value nothing is exported, and `measured` would read the previous export.
      instruments().failedLandings.add(1);
      expect(await recorded.measured('sluice.landing.age')).toEqual([]);
    } finally {
      await recorded.close();
    }
  });

  it('does nothing while telemetry is off', () => {
    expect(() => {
      new LandingAgeGauge(new ManualClock()).record([AGE]);
    }).not.toThrow();
  });
});
