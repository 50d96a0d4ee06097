import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type LogRecord } from '../../../local/functions-host/host/host-log';
import {
  type FunctionsHost,
  type FunctionsHostOptions,
  startFunctionsHost,
} from '../../../local/functions-host';
import { startLake } from '../../../local/lake';
import { programArguments } from '../../testing/program';

const FIXTURES = resolve(__dirname, '../../testing/fixtures/functions-host');
const NODE_MODULES = resolve(__dirname, '../../../node_modules');
const DEADLINE_MILLISECONDS = 20_000;

/** An app in its own directory, so that a test may change it. */
export interface TestApp {
  readonly directory: string;
  readonly dataDirectory: string;
}

export interface HostUnderTest {
  readonly host: FunctionsHost;
  readonly app: TestApp;
  readonly records: readonly LogRecord[];
  /** Messages that a function logged, in order. */
  logged(functionName: string): string[];
  request(path: string, init?: RequestInit): Promise<Response>;
  workerProcessId(): Promise<number>;
}

export type StartOptions = Partial<Omit<FunctionsHostOptions, 'appDirectory'>> & {
  readonly hostJson?: Readonly<Record<string, unknown>>;
};

/** Starts hosts. At the end of each test it stops them and removes their files. */
export class HostBench {
  #cleanups: (() => Promise<unknown>)[] = [];

  /** Runs when the test is over, in reverse order. */
  onCleanup(cleanup: () => Promise<unknown>): void {
    this.#cleanups.unshift(cleanup);
  }

  async cleanup(): Promise<void> {
    const cleanups = this.#cleanups;
    this.#cleanups = [];
    for (const cleanup of cleanups) await cleanup();
  }

  async temporaryDirectory(): Promise<string> {
    const directory = await mkdtemp(join(tmpdir(), 'functions-host-'));
    this.onCleanup(() => rm(directory, { recursive: true, force: true }));
    return directory;
  }

  /**
   * Starts a storage account for checkpoints. @returns its connection string, the app setting
   * AzureWebJobsStorage
   */
  async startStorage(): Promise<string> {
    const dataDirectory = join(await this.temporaryDirectory(), 'storage');
    const storage = await startLake({ dataDirectory, fsync: false });
    this.onCleanup(() => storage.close());
    return storage.connectionString;
  }

  /** Copies a fixture app. */
  async copyApp(fixture: string, hostJson?: Readonly<Record<string, unknown>>): Promise<TestApp> {
    const root = await this.temporaryDirectory();
    const directory = join(root, 'app');
    await cp(join(FIXTURES, fixture), directory, { recursive: true });
    await symlink(NODE_MODULES, join(directory, 'node_modules'));
    if (hostJson)
      await writeFile(join(directory, 'host.json'), JSON.stringify({ version: '2.0', ...hostJson }));
    return { directory, dataDirectory: join(root, 'data') };
  }

  /** Creates an app with `source` as its only file. */
  async writeApp(source: string, hostJson: Readonly<Record<string, unknown>> = {}): Promise<TestApp> {
    const root = await this.temporaryDirectory();
    await symlink(NODE_MODULES, join(root, 'node_modules'));
    await writeFile(join(root, 'host.json'), JSON.stringify({ version: '2.0', ...hostJson }));
    await writeFile(join(root, 'package.json'), JSON.stringify({ main: 'index.js' }));
    await writeFile(
      join(root, 'index.js'),
      `const { app, input, output, trigger } = require('@azure/functions');\n${source}`,
    );
    return { directory: root, dataDirectory: join(root, 'data') };
  }

  async start(app: string | TestApp, { hostJson, ...options }: StartOptions = {}): Promise<HostUnderTest> {
    const testApp = typeof app === 'string' ? await this.copyApp(app, hostJson) : app;
    const records: LogRecord[] = [];
    const host = await startFunctionsHost({
      settings: {},
      port: 0,
      workerArguments: programArguments('local/functions-host/worker/worker.ts'),
      dataDirectory: testApp.dataDirectory,
      log: (record) => records.push(record),
      ...options,
      appDirectory: testApp.directory,
    });
    this.onCleanup(() => host.close());
    const request = (path: string, init?: RequestInit): Promise<Response> =>
      fetch(`${host.baseUrl}${path}`, init);
    return {
      host,
      app: testApp,
      records,
      logged: (name) =>
        records.filter(({ category }) => category === `Function.${name}.User`).map(({ message }) => message),
      request,
      async workerProcessId() {
        const status = (await (await request('/admin/host/status')).json()) as { workerProcessId?: number };
        return status.workerProcessId ?? 0;
      },
    };
  }
}

/** Waits until `check` returns something other than undefined or false. */
export async function waitFor<T>(check: () => T | Promise<T>, what: string): Promise<NonNullable<T>> {
  const deadline = Date.now() + DEADLINE_MILLISECONDS;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== null && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`timed out waiting for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
