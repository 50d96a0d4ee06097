import { HostBench, type HostUnderTest, waitFor } from './host-under-test';
import { HubFixture } from './hub-fixture';

interface Body {
  readonly body: unknown;
  readonly bodyType: 'data' | 'value' | 'sequence';
}

const BODIES: readonly (readonly [string, Body])[] = [
  ['a text as value', { body: 'text', bodyType: 'value' }],
  ['bytes as value', { body: Buffer.from('bytes'), bodyType: 'value' }],
  ['a map as value', { body: { a: [1, { b: null }] }, bodyType: 'value' }],
  ['a sequence', { body: [1, 'two'], bodyType: 'sequence' }],
];

// Proves eventHub.bodies of functions-host with JavaScript.
describe('events whose AMQP body is not data', () => {
  const bench = new HostBench();
  let fixture: HubFixture;

  beforeEach(async () => {
    fixture = await HubFixture.open(bench, { partitionCount: 2 });
  });
  afterEach(() => bench.cleanup());

  const data = (text: string): Body => ({ body: Buffer.from(text), bodyType: 'data' });
  const publish = (partitionId: string, ...bodies: readonly Body[]): Promise<void> =>
    fixture.producer.sendBatch([...bodies], { partitionId });
  const failures = (host: HostUnderTest): string[] =>
    host.records.filter(({ level }) => level === 'error').map(({ message }) => message);

  test.each(BODIES)('block their partition forever under an unlimited retry policy: %s', async (_, body) => {
    await publish('0', data('beside it'), body);
    const host = await fixture.start('retried');
    await waitFor(() => failures(host).length >= 3, 'two retries');
    expect(new Set(failures(host)).size).toBe(1);
    expect(failures(host)[0]).toContain('Partition 0: Exception binding parameter');
    expect(failures(host)[0]).toContain(`event 1 has an AMQP ${body.bodyType} body`);

    await publish('0', data('after it'));
    await publish('1', data('elsewhere'));
    await fixture.untilCheckpointed('retried', 0, '1');
    const before = failures(host).length;
    await waitFor(() => failures(host).length > before, 'another retry');
    // The worker was called only for the other partition.
    expect(fixture.textsOf(host, 'retried')).toEqual(['elsewhere']);
    expect(await fixture.checkpointed('retried', '0')).toBe(-1);

    // The remedy of an operator: a checkpoint beyond the event.
    await host.host.close();
    await fixture.container
      .getBlockBlobClient('127.0.0.1/events/retried/checkpoint/0')
      .upload('', 0, { metadata: { offset: 'no offset', sequencenumber: '1' } });
    const next = await fixture.start('retried', { app: host.app });
    await fixture.untilCheckpointed('retried', 2, '0');
    expect(fixture.textsOf(next, 'retried')).toEqual(['after it']);
  });

  test.each(BODIES)('skip their whole batch without a retry policy: %s', async (_, body) => {
    await publish('0', data('beside it'), body);
    const host = await fixture.start('batches');
    await fixture.untilCheckpointed('$default', 1, '0');
    await publish('0', data('after it'));
    await fixture.untilCheckpointed('$default', 2, '0');
    expect(failures(host)).toHaveLength(1);
    expect(fixture.textsOf(host, 'batches')).toEqual(['after it']);
  });

  test('are skipped alone with cardinality one and no retry policy', async () => {
    const [[, value] = ['', data('')]] = BODIES;
    await publish('0', data('"before"'), value, data('"after"'));
    const host = await fixture.start('single');
    await fixture.untilCheckpointed('single', 2, '0');
    const texts = host.logged('single').map((line) => (JSON.parse(line) as { event: unknown }).event);
    expect(texts).toEqual(['before', 'after']);
    expect(failures(host)).toHaveLength(1);
  });
});
