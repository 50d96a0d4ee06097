import { type Readable, Transform } from 'node:stream';
import { BlobServiceClient } from '@azure/storage-blob';
import { z } from 'zod';
import { ActivityFailure } from '../engine/activity-failure';
import { type CopyEndpoint } from './endpoints';
import { describe } from './http-source';
import { readStrictly } from './read-strictly';

const serviceShape = z.strictObject({ url: z.url({ protocol: /^https$/ }) });
const datasetShape = z.strictObject({
  location: z.strictObject({
    type: z.literal('AzureBlobFSLocation'),
    fileSystem: z.string().min(1),
    folderPath: z.string().default(''),
    fileName: z.string().min(1),
  }),
});
const sinkShape = z.strictObject({
  type: z.literal('BinarySink'),
  storeSettings: z.strictObject({ type: z.literal('AzureBlobFSWriteSettings') }),
});

/** Bytes that are staged at a time. */
const BLOCK_BYTES = 4 * 1024 * 1024;

export interface LakeSinkOptions {
  readonly endpoint: CopyEndpoint;
  /** The `sink` of the copy. */
  readonly sink: unknown;
  /** Of the local lake: the linked service's managed identity does not work over http. */
  readonly connectionString: string;
  readonly body: Readable;
  readonly signal: AbortSignal;
}

/**
 * Writes a file of the lake, in place of one that is there. The file appears whole or not at all: blocks are staged, and
 * committed when the source has ended.
 *
 * @returns how many bytes
 * @throws ActivityFailure where the source breaks off or the lake refuses
 */
export async function writeToLake(options: LakeSinkOptions): Promise<number> {
  const { endpoint, sink, connectionString, body, signal } = options;
  readStrictly(
    serviceShape,
    endpoint.linkedService.typeProperties,
    `the linked service ${endpoint.linkedService.name}`,
  );
  const { location } = readStrictly(
    datasetShape,
    endpoint.dataset.typeProperties,
    `the dataset ${endpoint.dataset.name}`,
  );
  readStrictly(sinkShape, sink, 'the sink of the copy');
  const path = [...location.folderPath.split('/'), location.fileName].filter((part) => part !== '').join('/');
  if (path.split('/').some((part) => part === '..' || part === '.')) {
    throw new ActivityFailure('BadRequest', `"${path}" is not a path of the lake.`);
  }
  const blob = BlobServiceClient.fromConnectionString(connectionString)
    .getContainerClient(location.fileSystem)
    .getBlockBlobClient(path);
  let bytes = 0;
  let broken: unknown;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  body.once('error', (error) => {
    broken = error;
    counted.destroy(error);
  });
  try {
    await blob.uploadStream(body.pipe(counted), BLOCK_BYTES, 2, { abortSignal: signal });
    return bytes;
  } catch (error) {
    body.destroy();
    if (signal.aborted) throw error;
    throw broken === undefined
      ? new ActivityFailure('UserErrorFailedFileOperation', `Cannot write ${path}: ${describe(error)}`, {
          cause: error,
        })
      : new ActivityFailure('UserErrorFailedToReadHttp', `The source broke off: ${describe(broken)}`, {
          cause: broken,
        });
  }
}
