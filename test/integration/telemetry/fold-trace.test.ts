import { createJudge } from '../../../src/lib/contracts/judge';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { type BatchOptions, type BatchTrace, traceBatch } from '../../../src/lib/telemetry/batch-trace';
import { receivedEvent } from '../../helpers/events';
import { telemetryEvent } from '../../helpers/telemetry';
import { linksOf, idOf, recordTelemetry, traceOf } from './recorded-telemetry';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const event = receivedEvent(5, {
  body: Buffer.from(JSON.stringify(telemetryEvent('r-1', { traceparent: TRACEPARENT }))),
});
const BATCH: BatchOptions = {
  operation: 'fold',
  source: 'iot',
  partition: 2,
  consumerGroup: 'live',
  parent: undefined,
  events: [event, receivedEvent(6)],
};
const judge = createJudge({ registry: createRegistry(), source: 'iot' });

describe('traceBatch', () => {
  it('follows events into live windows as it does into slots', async () => {
    const recorded = await recordTelemetry();
    try {
      await traceBatch(BATCH, (batch) => {
        const part = batch?.beginPart();
        for (const received of BATCH.events) part?.judged(received, judge(received));
        part?.kept({ first: 5, last: 6 }, { 'sluice.live.through': 6 });
        return Promise.resolve();
      });
      const spans = recorded.spans().filter(({ name }) => name === 'fold iot');
      const [followed, batch] = spans;
      if (followed === undefined || batch === undefined) throw new Error('no spans');
      expect(traceOf(followed)).toBe(TRACEPARENT.slice(3, 35));
      expect(linksOf(followed)).toEqual([idOf(batch)]);
      expect(followed.attributes).toMatchObject({
        ...{
          'sluice.live.through': 6,
          'messaging.consumer.group.name': 'live',
          'sluice.verdict': 'accepted',
        },
      });
      expect(await recorded.measured('sluice.live.events')).toHaveLength(2);
      expect(await recorded.measured('sluice.live.fold.duration')).toHaveLength(1);
    } finally {
      await recorded.close();
    }
  });

  it('counts nothing of a part that was not kept', async () => {
    const recorded = await recordTelemetry();
    try {
      await traceBatch(BATCH, (batch) => {
        batch?.beginPart().judged(event, judge(event));
        return Promise.resolve();
      });
      expect(recorded.spans()).toHaveLength(1);
      expect(await recorded.measured('sluice.live.events')).toEqual([]);
    } finally {
      await recorded.close();
    }
  });

  it('gives no trace while telemetry is off', async () => {
    const given: (BatchTrace | undefined)[] = [];
    await traceBatch(BATCH, (batch) => {
      given.push(batch);
      return Promise.resolve();
    });
    expect(given).toEqual([undefined]);
  });
});
