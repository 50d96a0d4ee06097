import { FunctionsHostFaults } from '../../../local/functions-host';
import { HostBench, waitFor } from './host-under-test';
import { HubFixture } from './hub-fixture';

const PATH = '/_stand-in/faults';

describe('events that the trigger skips', () => {
  const bench = new HostBench();
  let fixture: HubFixture;

  beforeEach(async () => {
    fixture = await HubFixture.open(bench, { partitionCount: 2 });
  });
  afterEach(() => bench.cleanup());

  // Proves eventHub.faults of functions-host with JavaScript.
  test('are not passed on, and the next checkpoint is beyond them', async () => {
    const faults = new FunctionsHostFaults();
    faults.inject({ kind: 'skip-events', count: 2 }, { functionName: 'batches', partitionId: '1' });
    await fixture.publishTo('0', 'other partition');
    await fixture.publishTo('1', 'a', 'b', 'c');
    const host = await fixture.start('batches', { faults });
    await fixture.untilCheckpointed('$default', 0, '0');
    await fixture.untilCheckpointed('$default', 2, '1');
    expect(fixture.textsOf(host, 'batches').sort()).toEqual(['c', 'other partition']);
    expect(faults.pending).toBe(0);
    await fixture.publishTo('1', 'd');
    await fixture.untilCheckpointed('$default', 3, '1');
    expect(fixture.textsOf(host, 'batches')).toContain('d');
  });

  test('may be more than a batch, and are all of one partition when none is set', async () => {
    const faults = new FunctionsHostFaults();
    faults.inject({ kind: 'skip-events', count: 3 });
    await fixture.publishTo('0', 'a', 'b', 'c', 'd');
    const host = await fixture.start('batches', { faults, eventHubs: { maxEventBatchSize: 2 } });
    await fixture.untilCheckpointed('$default', 3, '0');
    await fixture.publishTo('1', 'e');
    await fixture.untilCheckpointed('$default', 0, '1');
    expect(fixture.textsOf(host, 'batches')).toEqual(['d', 'e']);
  });

  test('do not advance the checkpoint while no event follows', async () => {
    const faults = new FunctionsHostFaults();
    await fixture.publishTo('0', 'a');
    const host = await fixture.start('batches', { faults });
    await fixture.untilCheckpointed('$default', 0, '0');
    faults.inject({ kind: 'skip-events', count: 1 }, { partitionId: '0' });
    await fixture.publishTo('0', 'tail');
    await waitFor(() => faults.pending === 0, 'the loss');
    await fixture.publishTo('1', 'elsewhere');
    await fixture.untilCheckpointed('$default', 0, '1');
    expect(await fixture.checkpointed('$default', '0')).toBe(0);
    expect(fixture.textsOf(host, 'batches')).toEqual(['a', 'elsewhere']);
  });

  // Proves eventHub.faults of functions-host with HTTP.
  test('are injected, counted and cleared over HTTP', async () => {
    const host = await fixture.start('batches', { faultEndpoint: true });
    const send = async (method: string, body?: unknown): Promise<unknown> => {
      const response = await host.request(PATH, {
        method,
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return { status: response.status, ...((await response.json()) as object) };
    };
    const fault = { kind: 'skip-events', count: 2 };
    expect(await send('POST', { fault, functionName: 'Batches', partitionId: '0' })).toEqual({
      status: 200,
      pending: 2,
    });
    expect(await send('POST', { fault: { kind: 'lose-kept-back-events' }, times: 3 })).toEqual({
      status: 200,
      pending: 5,
    });
    await fixture.publishTo('0', 'a', 'b', 'c');
    await fixture.untilCheckpointed('$default', 2, '0');
    expect(fixture.textsOf(host, 'batches')).toEqual(['c']);
    expect(await send('GET')).toEqual({ status: 200, pending: 3 });
    expect(await send('DELETE')).toEqual({ status: 200, pending: 0 });
    for (const wrong of [
      'not JSON',
      { fault: { kind: 'melt' } },
      { fault: { kind: 'skip-events' } },
      { fault: { kind: 'skip-events', count: 0 } },
      { fault, other: 1 },
    ]) {
      expect(await send('POST', wrong)).toMatchObject({ status: 400, error: { code: 'InvalidRequest' } });
    }
    expect(await send('PUT', {})).toMatchObject({ status: 405 });
    expect(host.host.faults.pending).toBe(0);
  });

  test('cannot be injected over HTTP by default', async () => {
    const host = await fixture.start('batches');
    expect((await host.request(PATH)).status).toBe(404);
  });
});
