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

/** A client of a hub whose partition 0 has so many events. */
async function connect({ events }: { readonly events: number }): Promise<BareClient> {
  const hubs = await harness.start();
  if (events > 0) await harness.producer(hubs).sendBatch(numbered(events), { partitionId: '0' });
  const client = new BareClient(hubs);
  harness.defer(() => {
    client.connection.close();
    return Promise.resolve();
  });
  return client;
}

it.each([
  ['sender settle mode "unsettled"', { snd_settle_mode: 0 }],
  ['receiver settle mode "second"', { rcv_settle_mode: 1 }],
])('sends settled events to a reader that asks for %s', async (_, modes) => {
  const client = await connect({ events: 1 });
  expect(await client.attachReceiver({ source: { address: READER }, ...modes })).toEqual({ kind: 'ok' });
});

it('accepts a publisher that asks for receiver settle mode "second"', async () => {
  const client = await connect({ events: 0 });
  expect(await client.attachSender({ target: { address: 'iot' }, rcv_settle_mode: 1 })).toEqual({
    kind: 'ok',
  });
});

it.each(['> -1', ">= '0'", '>= 0'])('reads from the start for a selector "offset %s"', async (comparison) => {
  const client = await connect({ events: 1 });
  expect(
    await client.attachReceiver({
      source: { address: READER, filter: selector(`amqp.annotation.x-opt-offset ${comparison}`) },
    }),
  ).toEqual({
    kind: 'ok',
  });
});
