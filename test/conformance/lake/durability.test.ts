import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type ContainerClient } from '@azure/storage-blob';
import { type DataLakeFileSystemClient } from '@azure/storage-file-datalake';
import { programArguments } from '../../testing/program';
import { runs } from '../../testing/runs';
import { blobClient, dataLakeClient, LakeFixture } from './lake-fixture';

const MAIN = 'local/main.ts';

/** A lake in a separate process, which a test may kill. */
class LakeProcess {
  readonly #child: ChildProcess;
  readonly connectionString: string;

  private constructor(child: ChildProcess, connectionString: string) {
    this.#child = child;
    this.connectionString = connectionString;
  }

  static async start(directory: string): Promise<LakeProcess> {
    const child = spawn(
      process.execPath,
      [...programArguments(MAIN), 'lake', '--data', directory, '--filesystem', 'bronze'],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    const lines = createInterface({ input: child.stdout });
    const [line] = (await once(lines, 'line')) as [string];
    const { ready } = JSON.parse(line) as {
      ready: { port: number; baseUrl: string; connectionString: string };
    };
    expect(ready.baseUrl).toBe(`http://127.0.0.1:${ready.port}/devstoreaccount1`);
    return new LakeProcess(child, ready.connectionString);
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const ended = once(this.#child, 'exit');
    this.#child.kill(signal);
    const [code] = (await ended) as [number | null];
    return code;
  }
}

/**
 * Acknowledged state by path. `undefined`: removed. In doubt: the request that was running when the process
 * was killed.
 */
interface Told {
  readonly acknowledged: Map<
    string,
    { writer: string; version: string; length: number; etag: string | undefined } | undefined
  >;
  readonly inDoubt: Set<string>;
}

describe('a killed lake', () => {
  const fixture = new LakeFixture();
  afterAll(() => fixture.remove());

  // Proves durability of lake with JavaScript.
  test('keeps all acknowledged writes, and complete objects with their metadata', async () => {
    const told: Told = { acknowledged: new Map(), inDoubt: new Set() };
    for (let life = 0; life < runs(2, 3); life++) {
      const lake = await LakeProcess.start(fixture.directory);
      const blobs = blobClient(lake.connectionString).getContainerClient('bronze');
      const paths = dataLakeClient(lake.connectionString).getFileSystemClient('bronze');
      await verify(told, blobs, paths);
      let done = 0;
      let enough: () => void = () => undefined;
      const killable = new Promise<void>((fulfil) => (enough = fulfil));
      const writers = Array.from({ length: 8 }, (_, writer) =>
        write(told, { blobs, paths, writer: `w${writer}`, life }, () => {
          if (++done === 60) enough();
        }),
      );
      await killable;
      await lake.end('SIGKILL');
      await Promise.all(writers);
    }
    await fixture.start();
    await verify(told, fixture.blobs, fixture.paths);
    expect(fs.readdirSync(join(fixture.directory, '.lake', 'temporary'))).toEqual([]);
    expect(fs.readdirSync(join(fixture.directory, '.lake', 'trash'))).toEqual([]);
    expect(told.acknowledged.size).toBeGreaterThan(60);
  });

  test('refuses a directory in use, and releases it at its end', async () => {
    await fixture.stop();
    const lake = await LakeProcess.start(fixture.directory);
    await expect(fixture.start()).rejects.toMatchObject({ code: 'start_failed' });
    expect(await lake.end('SIGTERM')).toBe(0);
    await fixture.start();
    await expect(new LakeFixture().start({ dataDirectory: fixture.directory })).rejects.toMatchObject({
      code: 'start_failed',
    });
  });

  test('drops an incomplete last line of the journal, and refuses damage elsewhere', async () => {
    await fixture.blobs.getBlockBlobClient('before/the/cut').upload('x', 1, { metadata: { a: '1' } });
    await fixture.stop();
    const journal = join(fixture.directory, '.lake', 'journal.ndjson');
    fs.appendFileSync(journal, '[{"op":"remove","path":"bronze/before/the/c');
    await fixture.start();
    expect((await fixture.blobs.getBlobClient('before/the/cut').getProperties()).metadata).toEqual({
      a: '1',
    });
    await fixture.stop();
    fs.appendFileSync(journal, '[{"op":\n[]\n');
    await expect(fixture.start()).rejects.toMatchObject({ code: 'corrupt' });
  });
});

interface Writer {
  readonly blobs: ContainerClient;
  readonly paths: DataLakeFileSystemClient;
  readonly writer: string;
  readonly life: number;
}

/** Creates, overwrites, renames and deletes its own files until the lake is killed. */
async function write(told: Told, { blobs, paths, writer, life }: Writer, onDone: () => void): Promise<void> {
  for (let round = 0; ; round++) {
    const path = `${writer}/${life}/${round % 40}`;
    const length = 1 + ((round * 7919) % 60_000);
    const version = `${life}-${round}`;
    const moved = `${path}-moved`;
    told.inDoubt.add(path).add(moved);
    try {
      const body = Buffer.alloc(length, `${writer} ${version};`);
      const { etag } = await blobs
        .getBlockBlobClient(path)
        .upload(body, length, { metadata: { writer, version } });
      const state = { writer, version, length, etag };
      told.acknowledged.set(path, state);
      if (round % 5 === 3) {
        await paths.getFileClient(path).move(moved);
        told.acknowledged.set(path, undefined).set(moved, { ...state, etag: undefined });
      }
      if (round % 5 === 4) {
        await blobs.getBlobClient(path).delete();
        told.acknowledged.set(path, undefined);
      }
    } catch {
      // The lake was killed; the change of this round is in doubt.
      return;
    }
    told.inDoubt.delete(path);
    told.inDoubt.delete(moved);
    onDone();
  }
}

async function verify(told: Told, blobs: ContainerClient, paths: DataLakeFileSystemClient): Promise<void> {
  const there = new Set<string>();
  for await (const { name = '', isDirectory } of paths.listPaths({ recursive: true })) {
    if (isDirectory === true) continue;
    there.add(name);
    const client = blobs.getBlobClient(name);
    const { metadata, etag } = await client.getProperties();
    const body = await client.downloadToBuffer();
    const { writer = '', version = '' } = metadata ?? {};
    // The bytes are complete and have the metadata of the same request.
    expect(body.length).toBeGreaterThan(0);
    expect(body.equals(Buffer.alloc(body.length, `${writer} ${version};`))).toBe(true);
    if (told.inDoubt.has(name)) continue;
    const state = told.acknowledged.get(name);
    expect({ writer, version, length: body.length }).toEqual({
      writer: state?.writer,
      version: state?.version,
      length: state?.length,
    });
    if (state?.etag !== undefined) expect(etag).toBe(state.etag);
  }
  for (const [name, state] of told.acknowledged) {
    if (!told.inDoubt.has(name)) expect([name, there.has(name)]).toEqual([name, state !== undefined]);
  }
}
