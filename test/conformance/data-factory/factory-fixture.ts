import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { issueToken, type Json, type JsonObject } from '../../../local/kit';
import { type DataFactory, type DataFactoryOptions, startDataFactory } from '../../../local/data-factory';
import { type Lake, startLake } from '../../../local/lake';
import { type RawFiles, startRawFiles } from '../../../local/raw-files';

/** The deployed definitions of the factory. */
export const ADF = resolve(__dirname, '../../../adf');
export const TOKEN_KEY = 'a key that the services share';
export const API = 'api-version=2018-06-01';
const ARM = 'https://management.azure.com';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

/** A data factory with its own lake and raw files, and a client that sends raw requests. */
export class FactoryFixture {
  readonly directory = mkdtempSync(join(tmpdir(), 'data-factory-'));
  #lake: Lake | undefined;
  #files: RawFiles | undefined;
  #factory: DataFactory | undefined;

  get factory(): DataFactory {
    if (this.#factory === undefined) throw new Error('the data factory is not started');
    return this.#factory;
  }

  get files(): RawFiles {
    if (this.#files === undefined) throw new Error('the raw files are not started');
    return this.#files;
  }

  async start(options: Partial<DataFactoryOptions> = {}): Promise<void> {
    this.#lake ??= await startLake({
      dataDirectory: join(this.directory, 'lake'),
      filesystems: ['bronze'],
      fsync: false,
    });
    this.#files ??= await startRawFiles();
    this.#factory = await startDataFactory({
      dataDirectory: join(this.directory, 'data-factory'),
      definitionsDirectory: ADF,
      tokenKey: TOKEN_KEY,
      lakeConnectionString: this.#lake.connectionString,
      overrides: { gitHubRaw: this.#files.baseUrl },
      wait: () => Promise.resolve(),
      fsync: false,
      ...options,
    });
  }

  async restart(options: Partial<DataFactoryOptions> = {}): Promise<void> {
    await this.factory.close();
    await this.start(options);
  }

  async remove(): Promise<void> {
    await this.#factory?.close();
    await this.#files?.close();
    await this.#lake?.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Path of the plain file in the Bronze container. */
  bronze(path: string): string {
    return join(this.directory, 'lake', 'bronze', path);
  }

  token(audience = ARM, now = new Date()): string {
    return issueToken({ audience, key: TOKEN_KEY, now, lifetimeSeconds: 600 });
  }

  /** @param path after the factory's resource id, with its query */
  async send(method: string, path: string, body?: Json, headers?: Record<string, string>): Promise<Reply> {
    const { endpoint, factoryResourceId } = this.factory;
    const url = `${endpoint}${factoryResourceId}${path}${path.includes('?') ? '&' : '?'}${API}`;
    return sendTo(method, url, body, headers ?? { authorization: `Bearer ${this.token()}` });
  }

  async createRun(pipeline: string, parameters: JsonObject): Promise<string> {
    const { status, body } = await this.send('POST', `/pipelines/${pipeline}/createRun`, parameters);
    if (status !== 200) throw new Error(`createRun: ${status} ${JSON.stringify(body)}`);
    return body['runId'] as string;
  }

  async run(runId: string): Promise<JsonObject> {
    return (await this.send('GET', `/pipelineruns/${runId}`)).body;
  }

  /** Waits until the run has a status, of which `Succeeded`, `Failed` and `Cancelled` are final. */
  async until(runId: string, ...statuses: readonly string[]): Promise<JsonObject> {
    const wanted = statuses.length > 0 ? statuses : ['Succeeded', 'Failed', 'Cancelled'];
    for (;;) {
      const run = await this.run(runId);
      if (wanted.includes(run['status'] as string)) return run;
      await new Promise((done) => setTimeout(done, 5));
    }
  }

  async activities(runId: string, query: JsonObject = {}): Promise<readonly JsonObject[]> {
    const { body } = await this.send('POST', `/pipelineruns/${runId}/queryActivityruns`, {
      ...ALWAYS,
      ...query,
    });
    return body['value'] as unknown as readonly JsonObject[];
  }
}

export const ALWAYS = { lastUpdatedAfter: '2000-01-01T00:00:00Z', lastUpdatedBefore: '2100-01-01T00:00:00Z' };

export async function sendTo(
  method: string,
  url: string,
  body?: Json,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : (JSON.parse(text) as JsonObject),
  };
}

/**
 * Writes the definitions of a small factory: linked services `files` (HTTP) and `lake`, datasets `file` and
 * `lakeFile`, and pipelines.
 */
export function writeFactory(directory: string, pipelines: Readonly<Record<string, JsonObject>>): string {
  const write = (folder: string, name: string, properties: JsonObject): void => {
    mkdirSync(join(directory, folder), { recursive: true });
    writeFileSync(join(directory, folder, `${name}.json`), JSON.stringify({ name, properties }));
  };
  write('linkedService', 'files', { type: 'HttpServer', typeProperties: { url: 'https://files.example' } });
  write('linkedService', 'lake', {
    type: 'AzureBlobFS',
    typeProperties: { url: 'https://lake.dfs.core.windows.net' },
  });
  const reference = (referenceName: string) => ({ referenceName, type: 'LinkedServiceReference' });
  write('dataset', 'file', {
    type: 'Binary',
    linkedServiceName: reference('files'),
    parameters: { path: { type: 'String' } },
    typeProperties: { location: { type: 'HttpServerLocation', relativeUrl: '@dataset().path' } },
  });
  write('dataset', 'lakeFile', {
    type: 'Binary',
    linkedServiceName: reference('lake'),
    parameters: { name: { type: 'String' } },
    typeProperties: {
      location: {
        type: 'AzureBlobFSLocation',
        fileSystem: 'bronze',
        folderPath: 'copied',
        fileName: '@dataset().name',
      },
    },
  });
  for (const [name, properties] of Object.entries(pipelines)) write('pipeline', name, properties);
  return directory;
}

/** A copy from the linked service `files` to the lake; parts of its definition can be replaced. */
export function copyActivity(name: string, path: string, change: JsonObject = {}): JsonObject {
  return {
    name,
    type: 'Copy',
    typeProperties: {
      source: { type: 'BinarySource', storeSettings: { type: 'HttpReadSettings' } },
      sink: { type: 'BinarySink', storeSettings: { type: 'AzureBlobFSWriteSettings' } },
    },
    inputs: [{ referenceName: 'file', type: 'DatasetReference', parameters: { path } }],
    outputs: [{ referenceName: 'lakeFile', type: 'DatasetReference', parameters: { name } }],
    ...change,
  };
}
