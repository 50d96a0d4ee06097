import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ChildService,
  type ChildServiceOptions,
  fromReadyLine,
  startChildService,
} from '../../../../local/stack/child-service';
import { Supervisor } from '../../../../local/stack/supervisor';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-child-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A service that runs the given script. */
function start(
  script: string,
  options: Partial<ChildServiceOptions<{ port: number }>> = {},
): Promise<ChildService<{ port: number }>> {
  return startChildService<{ port: number }>({
    name: 'Test service',
    command: process.execPath,
    args: ['-e', script],
    logFile: join(folder, 'test.log'),
    readReady: (line) => fromReadyLine(line) as { port: number } | undefined,
    ...options,
  });
}

const READY = `console.log('{"ready":{"port":7}}');`;

it('waits for the ready line, and stops the process on request', async () => {
  const service = await start(
    `${READY} process.stdin.resume(); process.stdin.on('end', () => process.exit(0));`,
  );
  expect(service.ready).toEqual({ port: 7 });
  await service.stop();
  expect(() => process.kill(service.processId, 0)).toThrow();
});

it('kills a process that ignores SIGTERM', async () => {
  const service = await start(
    `process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000); ${READY}`,
  );
  await service.stop(0.2);
  expect(() => process.kill(service.processId, 0)).toThrow();
});

it('reports why a service failed to start, with its output', async () => {
  await expect(start(`console.error('the port is taken'); process.exit(3);`)).rejects.toMatchObject({
    code: 'start_failed',
    message: expect.stringMatching(
      /Test service ended during its start \(exit code 3\)[^]*the port is taken/,
    ) as string,
  });
});

it('reports a command that does not exist', async () => {
  await expect(start('', { command: 'no-such-command' })).rejects.toMatchObject({
    code: 'start_failed',
    message: expect.stringContaining('could not be started') as string,
  });
});

it('gives up when a service does not become ready in time', async () => {
  await expect(
    start('setInterval(() => undefined, 1000);', { startTimeoutSeconds: 0.3 }),
  ).rejects.toMatchObject({
    message: expect.stringContaining('was not ready after 0.3 s') as string,
  });
});

it('writes the output of the service to its log', async () => {
  const service = await start(`console.log('hello from inside'); ${READY} process.stdin.resume();`);
  await service.stop();
  expect(readFileSync(join(folder, 'test.log'), 'utf8')).toContain('hello from inside');
});

it('restarts a service that ends unexpectedly, and reports it', async () => {
  const notices: string[] = [];
  let restarted: () => void = () => undefined;
  const again = new Promise<void>((resolve) => {
    restarted = resolve;
  });
  const supervisor = new Supervisor({
    start: (onExit) =>
      start(`${READY} process.stdin.resume();`, {
        onExit: () => {
          onExit('Test service ended');
        },
      }),
    notify: (message) => {
      notices.push(message);
      restarted();
    },
    giveUp: () => undefined,
  });
  const first = await supervisor.start();
  process.kill(first.processId, 'SIGKILL');
  await again;
  expect(await supervisor.processId()).not.toBe(first.processId);
  expect(notices).toEqual(['Test service ended; restarting it']);
  await supervisor.stop();
});

it('gives up on a service that ends too often', async () => {
  const error = await new Promise<unknown>((resolve) => {
    const supervisor = new Supervisor<object>({
      start: (onExit) => {
        setImmediate(() => {
          onExit('Test service ended');
        });
        return Promise.resolve({ name: 'x', ready: {}, processId: 1, stop: () => Promise.resolve() });
      },
      notify: () => undefined,
      giveUp: resolve,
    });
    void supervisor.start();
  });
  expect(String(error)).toContain('ended 11 times within a minute');
});
