import { createHmac } from 'node:crypto';

import { EventHubProducerClient } from '@azure/event-hubs';

import { verifySasToken } from '../../../local/event-hubs/amqp/sas-token';
import { BareClient, keyOf } from './bare-client';
import { Harness, NO_RETRIES, numbered } from './harness';

const harness = new Harness();
afterEach(() => harness.close());

describe('access', () => {
  // Proves claims of event-hubs with JavaScript.
  it('refuses a wrong key', async () => {
    const hubs = await harness.start();
    const connectionString = hubs.connectionString.replace(/SharedAccessKey=[^;]+/, 'SharedAccessKey=wrong');
    const producer = harness.producer({ connectionString }, NO_RETRIES);
    await expect(producer.sendBatch(numbered(1))).rejects.toMatchObject({ code: 'UnauthorizedError' });
  });

  it('refuses an unknown key name', async () => {
    const hubs = await harness.start();
    const connectionString = hubs.connectionString.replace(
      /SharedAccessKeyName=[^;]+/,
      'SharedAccessKeyName=other',
    );
    const producer = harness.producer({ connectionString }, NO_RETRIES);
    await expect(producer.getEventHubProperties()).rejects.toMatchObject({ code: 'UnauthorizedError' });
  });

  it('keeps its key over a restart, and accepts a configured one', async () => {
    const dataDirectory = await harness.directory();
    const first = await harness.start({ dataDirectory });
    await first.close();
    const second = await harness.start({ dataDirectory });
    expect(keyOf(second.connectionString)).toBe(keyOf(first.connectionString));
    await second.close();
    const third = await harness.start({ dataDirectory, sharedAccessKey: 'given' });
    expect(keyOf(third.connectionString)).toBe('given');
  });

  // Proves claims of event-hubs with JavaScript.
  it('allows only the resource of the token', async () => {
    const hubs = await harness.start();
    const tokenFor = (resource: string): string => signed(resource, keyOf(hubs.connectionString), inAnHour());
    const producerWith = (token: string): EventHubProducerClient => {
      const text = hubs.connectionString.replace(
        /SharedAccessKeyName=[^;]+;SharedAccessKey=[^;]+/,
        `SharedAccessSignature=${token}`,
      );
      const client = new EventHubProducerClient(text, 'iot', { retryOptions: NO_RETRIES });
      harness.defer(() => client.close());
      return client;
    };
    await producerWith(tokenFor(`sb://127.0.0.1:${hubs.port}/iot`)).sendBatch(numbered(1));
    const elsewhere = producerWith(tokenFor(`sb://127.0.0.1:${hubs.port}/iot/Partitions/1`));
    await expect(elsewhere.sendBatch(numbered(1))).rejects.toMatchObject({ code: 'UnauthorizedError' });
  });

  // Proves transport of event-hubs with JavaScript.
  it('allows SASL PLAIN with the key, and refuses a connection without a claim', async () => {
    const hubs = await harness.start();
    const known = new BareClient(hubs);
    harness.defer(() => known.close());
    expect(await known.attachSender({ target: { address: 'iot' } })).toEqual({ kind: 'ok' });
    const unknown = new BareClient(hubs, 'wrong');
    harness.defer(() => unknown.close());
    expect(await unknown.attachSender({ target: { address: 'iot' } })).toMatchObject({ kind: 'refused' });
  });
});

describe('a shared access signature', () => {
  const key = { name: 'RootManageSharedAccessKey', key: 'secret' };
  const verdictOn = (token: string): unknown => verifySasToken(token, key, Date.now() / 1000);

  it('is valid with the right key before its expiry', () => {
    expect(verdictOn(signed('sb://host/hub', 'secret', inAnHour()))).toMatchObject({
      kind: 'valid',
      resource: 'sb://host/hub',
    });
  });

  it.each([
    ['another key', signed('sb://host/hub', 'other', inAnHour())],
    ['an expiry in the past', signed('sb://host/hub', 'secret', 1)],
    ['a changed expiry', signed('sb://host/hub', 'secret', inAnHour()).replace(/se=\d/, 'se=9')],
    ['a changed resource', signed('sb://host/hub', 'secret', inAnHour()).replace('hub', 'hut')],
    ['a missing field', signed('sb://host/hub', 'secret', inAnHour()).replace(/&skn=.*/, '')],
    ['another format', 'Bearer abc'],
  ])('is invalid with %s', (_, token) => {
    expect(verdictOn(token)).toMatchObject({ kind: 'invalid' });
  });
});

function inAnHour(): number {
  return Math.floor(Date.now() / 1000) + 3600;
}

function signed(resource: string, key: string, expiry: number): string {
  const sr = encodeURIComponent(resource);
  const signature = createHmac('sha256', key).update(`${sr}\n${expiry}`).digest('base64');
  return `SharedAccessSignature sr=${sr}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=RootManageSharedAccessKey`;
}
