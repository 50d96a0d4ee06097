import { types } from 'rhea';

import { BareClient } from './bare-client';
import { Harness, numbered } from './harness';

const harness = new Harness();
afterEach(() => harness.close());

/** The descriptor's code is that of the Apache filter registry. */
const selector = (text: string): Record<string, unknown> => ({
  'apache.org:selector-filter:string': types.wrap_described(text, 0x468c00000004),
});

const READER = 'iot/ConsumerGroups/$Default/Partitions/0';

it.each([
  ['sender settle mode "unsettled"', { snd_settle_mode: 0 }],
  ['receiver settle mode "second"', { rcv_settle_mode: 1 }],
])('sends settled events to a reader that asks for %s', async (_, modes) => {
  const hubs = await harness.start();
  await harness.producer(hubs).sendBatch(numbered(1), { partitionId: '0' });
  const client = new BareClient(hubs);
  harness.defer(() => {
    client.connection.close();
    return Promise.resolve();
  });
  expect(await client.attachReceiver({ source: { address: READER }, ...modes })).toEqual({ kind: 'ok' });
});

it('accepts a publisher that asks for receiver settle mode "second"', async () => {
  const hubs = await harness.start();
  const client = new BareClient(hubs);
  harness.defer(() => {
    client.connection.close();
    return Promise.resolve();
  });
  expect(await client.attachSender({ target: { address: 'iot' }, rcv_settle_mode: 1 })).toEqual({
    kind: 'ok',
  });
});

it.each(['> -1', ">= '0'", '>= 0'])('reads from the start for a selector "offset %s"', async (comparison) => {
  const hubs = await harness.start();
  await harness.producer(hubs).sendBatch(numbered(1), { partitionId: '0' });
  const client = new BareClient(hubs);
  harness.defer(() => {
    client.connection.close();
    return Promise.resolve();
  });
  expect(
    await client.attachReceiver({
      source: { address: READER, filter: selector(`amqp.annotation.x-opt-offset ${comparison}`) },
    }),
  ).toEqual({
    kind: 'ok',
  });
});
