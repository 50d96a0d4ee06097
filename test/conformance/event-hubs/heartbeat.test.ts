import { type Socket } from 'node:net';

import { BareClient, keyOf } from './bare-client';
import { Harness } from './harness';

const harness = new Harness();
afterEach(() => harness.close());

/** A frame without performative, AMQP 1.0 part 2, section 2.4.5. */
const EMPTY_FRAME = Buffer.from('0000000802000000', 'hex');

describe('an idle connection', () => {
  // Proves transport of event-hubs with JavaScript.
  it('gets heartbeats within the time that the client announces, and works afterwards', async () => {
    const hubs = await harness.start();
    const client = new BareClient(hubs, keyOf(hubs.connectionString), { idle_time_out: 200 });
    harness.defer(() => client.close());
    expect(await client.attachSender({ target: { address: 'iot' } })).toEqual({ kind: 'ok' });
    await heartbeats((client.connection as unknown as { readonly socket: Socket }).socket, 2);
    expect(await client.attachSender({ target: { address: 'iot/Partitions/0' } })).toEqual({ kind: 'ok' });
  });
});

/** Resolves when the connection has got this number of empty frames. */
function heartbeats(socket: Socket, count: number): Promise<void> {
  let seen = 0;
  return new Promise((resolve) => {
    socket.on('data', (bytes: Buffer) => {
      if (!bytes.equals(EMPTY_FRAME)) return;
      seen += 1;
      if (seen === count) resolve();
    });
  });
}
