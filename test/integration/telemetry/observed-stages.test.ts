import { createEventValidator } from '../../../src/lib/contracts/validate';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { type BatchOptions, traceBatch } from '../../../src/lib/event-log/batch-trace';
import { countDeliveries } from '../../../src/lib/live/deliver/count-deliveries';
import { traceFollow } from '../../../src/lib/live/create-aggregation';
import { countReplayed } from '../../../src/lib/quarantine/http/quarantine-replay-handler';
import { toSequenceNumber, toSlot } from '../../../src/lib/event-log/positions';
import { HUB_GENERATION, receivedEvent } from '../../testing/fixtures/events';
import { telemetryEvent } from '../../testing/fixtures/telemetry';
import { linksOf, idOf, recordTelemetry, traceOf } from './recorded-telemetry';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const event = receivedEvent(5, {
  body: Buffer.from(JSON.stringify(telemetryEvent('r-1', { traceparent: TRACEPARENT }))),
});
const BATCH: BatchOptions = {
  operation: 'land',
  source: 'iot',
  partition: 2,
  consumerGroup: 'bronze',
  parent: undefined,
  events: [event, receivedEvent(6)],
};
const validate = createEventValidator({ registry: createRegistry(), source: 'iot' });

describe('traceFollow', () => {
  const events = [event, receivedEvent(6)];
  /** @param redelivered events of the batch that the windows have already */
  const follow = (redelivered: number) =>
    traceFollow({
      follow: () =>
        Promise.resolve({
          state: 'level',
          aggregated: events.length - redelivered,
          first: events[redelivered]?.sequenceNumber,
          lost: [],
        }),
    })(
      {
        partition: { source: 'iot', hubGeneration: HUB_GENERATION, partition: 2 },
        head: { slot: toSlot(0), lastSequenceNumber: toSequenceNumber(6) },
        slots: [],
      },
      { until: Infinity },
      events,
    );

  it('traces and counts events that live windows aggregate', async () => {
    const recorded = await recordTelemetry();
    try {
      await follow(0);
      const [followed, batch] = recorded.spans().filter(({ name }) => name === 'aggregate iot');
      if (followed === undefined || batch === undefined) throw new Error('no spans');
      expect(traceOf(followed)).toBe(TRACEPARENT.slice(3, 35));
      expect(linksOf(followed)).toEqual([idOf(batch)]);
      expect(followed.attributes).toMatchObject({
        'messaging.consumer.group.name': 'bronze',
        'sluice.sequence_number': 5,
      });
      expect(await recorded.measured('sluice.live.events')).toEqual([
        { attributes: { 'sluice.source': 'iot' }, value: 2 },
      ]);
      expect(await recorded.measured('sluice.live.aggregation.duration')).toHaveLength(1);
    } finally {
      await recorded.close();
    }
  });

  it('does not trace an event again when it was aggregated before', async () => {
    const recorded = await recordTelemetry();
    try {
      await follow(1);
      await follow(2);
      expect(recorded.spans().filter((span) => traceOf(span) === TRACEPARENT.slice(3, 35))).toEqual([]);
    } finally {
      await recorded.close();
    }
  });

  it('changes nothing while telemetry is off', async () => {
    expect(await follow(1)).toMatchObject({ aggregated: 1, first: 6 });
  });
});

describe('traceBatch', () => {
  it('counts no events of a part that was not written', async () => {
    const recorded = await recordTelemetry();
    try {
      await traceBatch(BATCH, (batch) => {
        batch?.beginPart().validated(event, validate(event));
        return Promise.resolve();
      });
      expect(recorded.spans()).toHaveLength(1);
      expect(await recorded.measured('sluice.landing.events')).toEqual([]);
    } finally {
      await recorded.close();
    }
  });
});

it('counts deliveries by sink and replays by outcome', async () => {
  const recorded = await recordTelemetry();
  try {
    await countDeliveries(() =>
      Promise.resolve([
        { sink: 'table', outcome: 'taken', rows: 3 } as const,
        { sink: 'power-bi', outcome: 'failed', error: new Error('429') } as const,
      ]),
    )();
    countReplayed([{ id: 'iot.20261121T000000000Z.0.5', outcome: 'published' }]);
    expect(await recorded.measured('sluice.live.delivered')).toEqual([
      { attributes: { 'sluice.sink': 'table' }, value: 3 },
    ]);
    expect(await recorded.measured('sluice.live.delivery.failures')).toEqual([
      { attributes: { 'sluice.sink': 'power-bi' }, value: 1 },
    ]);
    expect(await recorded.measured('sluice.quarantine.replays')).toEqual([
      { attributes: { 'sluice.source': 'iot', 'sluice.replay.outcome': 'published' }, value: 1 },
    ]);
  } finally {
    await recorded.close();
  }
});
