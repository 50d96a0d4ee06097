import { HostBench, waitFor } from './host-under-test';

describe('the worker process', () => {
  const bench = new HostBench();
  afterEach(() => bench.cleanup());

  // Proves app.worker of functions-host with JavaScript.
  test('fails the invocation and is restarted when it ends during the invocation', async () => {
    const host = await bench.start('http');
    const before = await host.workerProcessId();
    expect((await host.request('/api/dies', { method: 'POST' })).status).toBe(500);
    // This request arrives while there is no worker, and waits for the next one.
    expect((await host.request('/api/nothing')).status).toBe(204);
    expect(await host.workerProcessId()).not.toBe(before);
  });

  // Proves app.worker of functions-host with JavaScript.
  test('is restarted when it is killed', async () => {
    const host = await bench.start('http');
    const before = await host.workerProcessId();
    process.kill(before, 'SIGKILL');
    await waitFor(async () => ![0, before].includes(await host.workerProcessId()), 'another worker');
    expect((await host.request('/api/nothing')).status).toBe(204);
  });

  // Proves app.timeout of functions-host with JavaScript.
  test('is killed when a function runs longer than functionTimeout', async () => {
    const host = await bench.start('http', { hostJson: { functionTimeout: '00:00:01' } });
    const before = await host.workerProcessId();
    expect((await host.request('/api/hangs', { method: 'POST' })).status).toBe(500);
    expect((await host.request('/api/nothing')).status).toBe(204);
    expect(await host.workerProcessId()).not.toBe(before);
    expect(host.records.some(({ message }) => message.includes('ran longer than 1000 ms'))).toBe(true);
  });

  test('responds to concurrent requests, and ends with its host', async () => {
    const host = await bench.start('http');
    const worker = await host.workerProcessId();
    const responses = await Promise.all(Array.from({ length: 50 }, () => host.request('/api/nothing')));
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([204]));
    await host.host.close();
    expect(() => process.kill(worker, 0)).toThrow('ESRCH');
  });

  // Proves app.hooks of functions-host with JavaScript.
  test('runs hooks around the app, invocations and logs', async () => {
    const host = await bench.start('hooks');
    expect(await (await host.request('/api/inputs')).text()).toBe('pre {"replaced":true}');
    expect(await (await host.request('/api/throws')).text()).toBe('saved by a hook');
    expect(host.logged('inputs')).toEqual(['hooked: seen']);
    await host.host.close();
    const lines = () =>
      host.records
        .filter(({ category }) => category === 'Host.Function.Console')
        .map(({ message }) => message);
    expect(lines()).toContain('appStart ran');
    await waitFor(() => lines().includes('appTerminate ran after start'), 'the last line of the worker');
  });

  // Proves app.logging of functions-host with JavaScript.
  test('logs by the levels of host.json', async () => {
    const logLevel = { default: 'Warning', 'Function.log': 'Error', 'Function.log.User': 'Debug' };
    const host = await bench.start('http', { hostJson: { logging: { logLevel } } });
    for (const level of ['trace', 'debug', 'info', 'warn', 'error']) {
      await host.request(`/api/log?level=${level}`, { method: 'POST', body: level });
    }
    const seen = host.records.filter(({ category }) => category === 'Function.log.User');
    expect(seen.map(({ level, message }) => [level, message])).toEqual([
      ['debug', 'debug'],
      ['information', 'info'],
      ['warning', 'warn'],
      ['error', 'error'],
    ]);
  });
});
