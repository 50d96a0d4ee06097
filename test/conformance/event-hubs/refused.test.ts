import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import { type EventContext, message, types } from 'rhea';

import { EventHubConsumerClient } from '@azure/event-hubs';

import { support } from '../../../local/event-hubs/support';
import { BareClient, type Outcome } from './bare-client';
import { Harness, NO_RETRIES, numbered, read } from './harness';

const harness = new Harness();
afterEach(() => harness.close());

type Hubs = Awaited<ReturnType<Harness['start']>>;

function bare(hubs: Hubs): BareClient {
  const client = new BareClient(hubs);
  harness.defer(() => client.close());
  return client;
}

const READER = 'iot/ConsumerGroups/$Default/Partitions/0';

async function expectAttachRefused(
  attach: (client: BareClient) => Promise<Outcome>,
  condition = 'amqp:not-implemented',
): Promise<void> {
  const hubs = await harness.start();
  expect(await attach(bare(hubs))).toEqual({ kind: 'refused', condition });
}

/** One probe for every refused row of support.ts. */
const probes: Readonly<Record<string, () => Promise<void>>> = {
  'send.idempotent': () =>
    expectAttachRefused((client) =>
      client.attachSender({
        target: { address: 'iot/Partitions/0' },
        desired_capabilities: ['com.microsoft:idempotent-producer'],
      }),
    ),
  'send.publisher': () =>
    expectAttachRefused((client) => client.attachSender({ target: { address: 'iot/Publishers/me' } })),
  'send.key-and-partition': async () => {
    const event = message.encode({ body: 1, message_annotations: { 'x-opt-partition-key': 'key' } });
    const hubs = await harness.start();
    expect(await bare(hubs).send('iot/Partitions/0', event, 0)).toEqual({
      kind: 'refused',
      condition: 'amqp:not-allowed',
    });
  },
  'receive.filter': async () => {
    const withFilter = (filter: Record<string, unknown>): Promise<void> =>
      expectAttachRefused((client) => client.attachReceiver({ source: { address: READER, filter } }));
    const selector = (text: string): Record<string, unknown> => ({
      'apache.org:selector-filter:string': types.wrap_described(text, 0x468c00000004),
    });
    await withFilter({ 'apache.org:no-local-filter:list': types.wrap_described([], 0x468c00000003) });
    await withFilter(selector("amqp.annotation.x-opt-partition-key = 'a'"));
    await withFilter(selector("amqp.annotation.x-opt-offset > '1' AND color = 'red'"));
  },
  'link.property': async () => {
    await expectAttachRefused((client) =>
      client.attachReceiver({
        source: { address: READER },
        properties: { 'com.microsoft:prefer-local': true },
      }),
    );
    await expectAttachRefused((client) =>
      client.attachSender({
        target: { address: 'iot' },
        desired_capabilities: ['com.microsoft:transactions'],
      }),
    );
  },
  'link.dynamic': () =>
    expectAttachRefused((client) => client.attachReceiver({ source: { address: READER, dynamic: true } })),
  'claims.jwt': async () => {
    const hubs = await harness.start();
    expect(
      await request(bare(hubs), '$cbs', { operation: 'put-token', name: 'sb://host/iot', type: 'jwt' }),
    ).toBe(501);
  },
  'management.other': async () => {
    const hubs = await harness.start();
    const client = bare(hubs);
    const hub = { name: 'iot', type: 'com.microsoft:eventhub' };
    expect(await request(client, '$management', { operation: 'DELETE', ...hub })).toBe(501);
    expect(
      await request(client, '$management', { operation: 'READ', name: 'iot', type: 'com.microsoft:queue' }),
    ).toBe(501);
    expect(await request(client, '$management', { operation: 'READ', ...hub })).toBe(200);
  },
  // A request for the versions of Kafka's API.
  'transport.kafka': async () => {
    expect(await answerTo(Buffer.from('0000000a00120000000000010000', 'hex'))).toBe('AMQP\0\x01\0\0');
  },
  'transport.rest': async () => {
    const request = 'POST /iot/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n';
    expect(await answerTo(Buffer.from(request))).toMatch(/^HTTP\/1.1 404 /);
  },
  'hub.schema-registry': () =>
    expectAttachRefused(
      (client) => client.attachSender({ target: { address: '$schemagroups/a/b' } }),
      'amqp:not-found',
    ),
};

describe('features that Event Hubs refuses', () => {
  it('has a probe for every row, and no probe without a row', () => {
    expect(Object.keys(probes).sort()).toEqual(support.refused.map((row) => row.id).sort());
  });

  it.each(support.refused.map((row): [string, string] => [row.id, row.feature]))('%s: %s', async (id) => {
    await probes[id]?.();
  });
});

describe('a malformed publication', () => {
  const BATCH = 0x80013700;
  it.each<[string, Buffer, number]>([
    ['bytes that are not a message', Buffer.from('nonsense'), 0],
    ['a batch without data sections', encode({ body: 'text' }), BATCH],
    [
      'a batch of events that are not messages',
      encode({ body: message.data_section(Buffer.from('x')) as unknown }),
      BATCH,
    ],
    ['an incomplete message', encode({ body: 'a longer text' }).subarray(0, -3), 0],
  ])('is rejected and not stored: %s', async (_, bytes, format) => {
    const hubs = await harness.start();
    expect(await bare(hubs).send('iot/Partitions/0', bytes, format)).toEqual({
      kind: 'refused',
      condition: 'amqp:decode-error',
    });
    expect(await harness.producer(hubs).getPartitionProperties('0')).toMatchObject({ isEmpty: true });
  });
});

describe('consumer groups', () => {
  it('exist if they are configured', async () => {
    const hubs = await harness.start();
    await harness.producer(hubs).sendBatch(numbered(1), { partitionId: '0' });
    await read(harness.consumer(hubs, 'bronze'), '0', { count: 1 });
    const unknown = new EventHubConsumerClient('unknown', hubs.connectionString, 'iot', {
      retryOptions: NO_RETRIES,
    });
    harness.defer(() => unknown.close());
    await expect(read(unknown, '0', { count: 1 })).rejects.toMatchObject({
      code: 'MessagingEntityNotFoundError',
    });
  });
});

/** Sends a request to a node and returns the status of the response, on a new pair of links. */
function request(client: BareClient, address: string, properties: Record<string, string>): Promise<unknown> {
  return new Promise((resolve) => {
    const replyTo = randomUUID();
    const receiver = client.connection.open_receiver({
      name: replyTo,
      source: { address },
      target: { address: replyTo },
    });
    receiver.on('message', (context: EventContext) => {
      const properties: unknown = context.message?.application_properties;
      resolve((properties as Record<string, unknown>)['status-code']);
    });
    const sender = client.connection.open_sender({ target: { address } });
    sender.once('sendable', () => {
      sender.send({ message_id: 1, reply_to: replyTo, application_properties: properties, body: 'token' });
    });
  });
}

/** Sends bytes on a new connection and returns what the broker answers until it closes. */
async function answerTo(firstBytes: Buffer): Promise<string> {
  const hubs = await harness.start();
  const socket = connect(hubs.port, '127.0.0.1');
  socket.write(firstBytes);
  return text(socket);
}

function encode(content: object): Buffer {
  return message.encode(content);
}
