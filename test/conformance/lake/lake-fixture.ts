import { createHmac } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient, type ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { type DataLakeFileSystemClient, DataLakeServiceClient } from '@azure/storage-file-datalake';
import {
  DEVELOPMENT_ACCOUNT,
  DEVELOPMENT_ACCOUNT_KEY,
  type Lake,
  type LakeOptions,
  startLake,
} from '../../../local/lake';

export { refusal } from '../../testing/storage-refusal';

export const FILESYSTEM = 'bronze';

/** A lake with its own directory, and clients that do not retry, so that a test gets the first response. */
export class LakeFixture {
  readonly directory = fs.mkdtempSync(join(tmpdir(), 'lake-'));
  #lake: Lake | undefined;

  get lake(): Lake {
    if (this.#lake === undefined) throw new Error('the lake is not started');
    return this.#lake;
  }

  get blobs(): ContainerClient {
    return blobClient(this.lake.connectionString).getContainerClient(FILESYSTEM);
  }

  get paths(): DataLakeFileSystemClient {
    return dataLakeClient(this.lake.connectionString).getFileSystemClient(FILESYSTEM);
  }

  async start(options: Partial<LakeOptions> = {}): Promise<Lake> {
    this.#lake = await startLake({
      dataDirectory: this.directory,
      filesystems: [FILESYSTEM],
      fsync: false,
      ...options,
    });
    return this.#lake;
  }

  async restart(options: Partial<LakeOptions> = {}): Promise<Lake> {
    await this.stop();
    return this.start(options);
  }

  async stop(): Promise<void> {
    await this.#lake?.close();
    this.#lake = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    fs.rmSync(this.directory, { recursive: true, force: true });
  }

  /** Path of the plain file of a lake path. */
  file(path: string): string {
    return join(this.directory, FILESYSTEM, path);
  }

  /** Sends a signed request that the clients do not support. `url` begins after the account. */
  send(
    url: string,
    init: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
  ): Promise<Response> {
    return sendSigned(this.lake.baseUrl, url, init);
  }
}

export function blobClient(connectionString: string): BlobServiceClient {
  return BlobServiceClient.fromConnectionString(connectionString, { retryOptions: { maxTries: 1 } });
}

export function dataLakeClient(connectionString: string): DataLakeServiceClient {
  return DataLakeServiceClient.fromConnectionString(connectionString, { retryOptions: { maxTries: 1 } });
}

export function wrongKey(): StorageSharedKeyCredential {
  return new StorageSharedKeyCredential(DEVELOPMENT_ACCOUNT, Buffer.from('another key').toString('base64'));
}

async function sendSigned(
  baseUrl: string,
  url: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string | Buffer },
): Promise<Response> {
  const target = new URL(`${baseUrl}${url}`);
  const sent: Record<string, string> = {
    'x-ms-date': new Date().toUTCString(),
    'x-ms-version': '2024-11-04',
    ...headers,
  };
  const signed = [
    'content-encoding',
    'content-language',
    'content-length',
    'content-md5',
    'content-type',
    'date',
    'if-modified-since',
    'if-match',
    'if-none-match',
    'if-unmodified-since',
    'range',
  ].map((name) =>
    name === 'content-length' && body.length > 0 ? String(Buffer.byteLength(body)) : (sent[name] ?? ''),
  );
  const own = Object.keys(sent)
    .filter((name) => name.startsWith('x-ms-'))
    .sort()
    .map((name) => `${name}:${sent[name] ?? ''}`);
  const query = [...target.searchParams].sort(([left], [right]) => (left < right ? -1 : 1));
  const text = [
    method,
    ...signed,
    ...own,
    `/${DEVELOPMENT_ACCOUNT}${target.pathname}`,
    ...query.map(([name, value]) => `${name.toLowerCase()}:${value}`),
  ].join('\n');
  const signature = createHmac('sha256', Buffer.from(DEVELOPMENT_ACCOUNT_KEY, 'base64'))
    .update(text)
    .digest('base64');
  return fetch(target, {
    method,
    headers: { ...sent, authorization: `SharedKey ${DEVELOPMENT_ACCOUNT}:${signature}` },
    ...(body.length > 0 && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
}
