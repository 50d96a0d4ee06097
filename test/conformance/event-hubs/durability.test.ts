import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { programArguments } from '../../testing/program';

import { bodies, configurationOf, Harness, numbered, read, until } from './harness';

const harness = new Harness();
afterEach(() => harness.close());

const ROOT = join(__dirname, '../../..');

/** The program, run from its sources. */
async function startProcess(
  dataDirectory: string,
): Promise<{ child: ChildProcess; ready: { port: number; connectionString: string } }> {
  const configurationFile = join(await harness.directory(), 'Config.json');
  await writeFile(configurationFile, JSON.stringify(configurationOf(1)));
  const child = spawn(
    process.execPath,
    [
      ...programArguments('local/main.ts'),
      'event-hubs',
      '--config',
      configurationFile,
      '--data',
      dataDirectory,
    ],
    { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  harness.defer(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const { ready } = JSON.parse(line) as { ready: { port: number; connectionString: string } };
    return { child, ready };
  }
  throw new Error('the program ended before it was ready');
}

async function onlySegment(dataDirectory: string): Promise<string> {
  const directory = join(dataDirectory, 'hubs', 'iot', '0');
  const [name = ''] = await readdir(directory);
  return join(directory, name);
}

describe('durability', () => {
  // Proves log.durability of event-hubs with JavaScript.
  it('returns all events after a restart, and continues their sequence numbers', async () => {
    const dataDirectory = await harness.directory();
    const first = await harness.start({ dataDirectory });
    await harness.producer(first).sendBatch(numbered(3), { partitionId: '0' });
    const before = await harness.producer(first).getPartitionProperties('0');
    await first.close();
    const second = await harness.start({ dataDirectory });
    const producer = harness.producer(second);
    expect(await producer.getPartitionProperties('0')).toEqual(before);
    await producer.sendBatch(numbered(2, 3), { partitionId: '0' });
    const events = await read(harness.consumer(second), '0', { count: 5 });
    expect(bodies(events)).toEqual([0, 1, 2, 3, 4]);
    expect(events.map((event) => event.sequenceNumber)).toEqual([0, 1, 2, 3, 4]);
  });

  // Proves log.durability, send.batch, configuration of event-hubs with JavaScript.
  it('keeps accepted events and no partial batch when the process is killed', async () => {
    const dataDirectory = await harness.directory();
    const { child, ready } = await startProcess(dataDirectory);
    const producer = harness.producer(ready, { maxRetries: 0, timeoutInMs: 500 });
    let accepted = 0;
    const batchSize = 7;
    const publishing = (async () => {
      for (let batch = 0; ; batch++) {
        await producer.sendBatch(numbered(batchSize, batch * batchSize), { partitionId: '0' });
        accepted += batchSize;
      }
    })().catch((error: unknown) => error);
    await until(() => accepted >= 30 * batchSize);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const certain = accepted;
    const hubs = await harness.start({ dataDirectory, configuration: configurationOf(1) });
    const { lastEnqueuedSequenceNumber } = await harness.producer(hubs).getPartitionProperties('0');
    const count = lastEnqueuedSequenceNumber + 1;
    expect(count).toBeGreaterThanOrEqual(certain);
    expect(count % batchSize).toBe(0);
    expect(bodies(await read(harness.consumer(hubs), '0', { count }))).toEqual(
      numbered(count).map((event) => event.body),
    );
    // The library waits for its own time-out, because the response never arrives.
    expect(await publishing).toBeDefined();
  });

  it.each([
    ['incomplete', async (file: string) => truncate(file, (await stat(file)).size - 5)],
    [
      'followed by an incomplete write',
      async (file: string) => {
        const bytes = await readFile(file);
        await truncate(file, bytes.length - 5);
        await appendFile(file, Buffer.alloc(3000));
      },
    ],
  ])('drops a last record that was %s, and continues without a gap', async (_, tear) => {
    const dataDirectory = await harness.directory();
    const first = await harness.start({ dataDirectory });
    const producer = harness.producer(first);
    await producer.sendBatch(numbered(3), { partitionId: '0' });
    await producer.sendBatch(numbered(2, 3), { partitionId: '0' });
    await first.close();
    await tear(await onlySegment(dataDirectory));
    const second = await harness.start({ dataDirectory });
    await harness.producer(second).sendBatch(numbered(1, 100), { partitionId: '0' });
    const events = await read(harness.consumer(second), '0', { count: 4 });
    expect(bodies(events)).toEqual([0, 1, 2, 100]);
    expect(events.map((event) => event.sequenceNumber)).toEqual([0, 1, 2, 3]);
  });

  it('refuses to start when a record in the middle is damaged', async () => {
    const dataDirectory = await harness.directory();
    const first = await harness.start({ dataDirectory });
    const producer = harness.producer(first);
    await producer.sendBatch(numbered(3), { partitionId: '0' });
    await producer.sendBatch(numbered(2, 3), { partitionId: '0' });
    await first.close();
    const file = await onlySegment(dataDirectory);
    const bytes = await readFile(file);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await writeFile(file, bytes);
    await expect(harness.start({ dataDirectory })).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('refuses a second process for a data directory', async () => {
    const dataDirectory = await harness.directory();
    const first = await harness.start({ dataDirectory });
    await expect(harness.start({ dataDirectory })).rejects.toMatchObject({ code: 'start_failed' });
    await first.close();
    await harness.start({ dataDirectory });
  });

  it('reads from the first segment to the end with a very small cache', async () => {
    const hubs = await harness.start({ segmentBytes: 4000, tailCacheBytes: 0 });
    const producer = harness.producer(hubs);
    for (let batch = 0; batch < 30; batch++) {
      await producer.sendBatch(numbered(10, batch * 10), { partitionId: '0' });
    }
    const consumer = harness.consumer(hubs);
    const all = await read(consumer, '0', { count: 300 });
    expect(bodies(all)).toEqual(numbered(300).map((event) => event.body));
    for (const position of [0, 57, 123, 298]) {
      const { offset = '' } = all[position] ?? {};
      expect(bodies(await read(consumer, '0', { from: { offset }, count: 1 }))).toEqual([position + 1]);
      expect(bodies(await read(consumer, '0', { from: { sequenceNumber: position }, count: 1 }))).toEqual([
        position + 1,
      ]);
    }
  });
});
