import { createRequire } from 'node:module';
import { type Readable, Transform } from 'node:stream';
import type * as storage from '@azure/storage-blob';
import { z } from 'zod';
import { ActivityFailure, readStrictly } from '../engine/activity-failure';
import { causeOf } from './cause-of';
import { type CopyEndpoint } from './endpoints';

const serviceShape = z.strictObject({ url: z.url({ protocol: /^https$/ }) });
const datasetShape = z.strictObject({
  location: z.strictObject({
    type: z.literal('AzureBlobFSLocation'),
    fileSystem: z.string().min(1),
    folderPath: z.string().default(''),
    fileName: z.string().min(1),
  }),
  encodingName: z.literal('UTF-8').optional(),
});
const storeSettings = z.strictObject({ type: z.literal('AzureBlobFSWriteSettings') });
const sinkShapes = {
  /** Bytes as they are. */
  Binary: z.strictObject({ type: z.literal('BinarySink'), storeSettings }),
  /** One JSON object per line. */
  Json: z.strictObject({
    type: z.literal('JsonSink'),
    storeSettings,
    formatSettings: z.strictObject({
      type: z.literal('JsonWriteSettings'),
      filePattern: z.literal('setOfObjects').default('setOfObjects'),
    }),
  }),
};

/** Size of a staged block in bytes. */
const BLOCK_BYTES = 4 * 1024 * 1024;
/** Number of concurrent blocks. */
const BLOCKS = 2;
const LINE_END = 0x0a;

/** A file of the lake to write. */
export interface LakeSink {
  readonly fileSystem: string;
  readonly path: string;
}

/**
 * Resolves the file that a copy writes.
 *
 * @param sink the `sink` of the copy
 * @param format type of the dataset
 * @throws ActivityFailure `NotExecutedLocally`; `BadRequest` for a path outside its folder
 */
export function readLakeSink(
  { linkedService, dataset }: CopyEndpoint,
  sink: unknown,
  format: keyof typeof sinkShapes,
): LakeSink {
  readStrictly(serviceShape, linkedService.typeProperties, `the linked service ${linkedService.name}`);
  const { location } = readStrictly(datasetShape, dataset.typeProperties, `the dataset ${dataset.name}`);
  readStrictly<unknown>(sinkShapes[format], sink, 'the sink of the copy');
  const parts = [...location.folderPath.split('/'), ...location.fileName.split('/')].filter(
    (part) => part !== '',
  );
  const path = parts.join('/');
  if (parts.some((part) => part === '..' || part === '.')) {
    throw new ActivityFailure('BadRequest', `"${path}" is not a path of the lake.`);
  }
  return { fileSystem: location.fileSystem, path };
}

export interface WriteOptions {
  readonly sink: LakeSink;
  /** Of the local lake: the managed identity of the linked service does not work over http. */
  readonly connectionString: string;
  readonly body: Readable;
  readonly signal: AbortSignal;
}

export interface Written {
  readonly bytes: number;
  /** Number of line ends. */
  readonly lines: number;
}

/**
 * Writes a file and replaces an existing one. The file is written completely or not at all: blocks are
 * staged, and committed when the source has ended.
 *
 * @throws ActivityFailure if the source ends early or the lake refuses
 */
export async function writeToLake({ sink, connectionString, body, signal }: WriteOptions): Promise<Written> {
  // With the first copy: most stacks never copy, and the package takes most of the time that a start takes.
  const { BlobServiceClient } = createRequire(__filename)('@azure/storage-blob') as typeof storage;
  const blob = BlobServiceClient.fromConnectionString(connectionString)
    .getContainerClient(sink.fileSystem)
    .getBlockBlobClient(sink.path);
  let bytes = 0;
  let lines = 0;
  let broken: { readonly error: unknown } | undefined;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, at + 1)) lines += 1;
      done(null, chunk);
    },
  });
  body.once('error', (error) => {
    broken = { error };
    counted.destroy(error);
  });
  try {
    await blob.uploadStream(body.pipe(counted), BLOCK_BYTES, BLOCKS, { abortSignal: signal });
    return { bytes, lines };
  } catch (error) {
    body.destroy();
    if (signal.aborted) throw error;
    throw broken === undefined
      ? new ActivityFailure('UserErrorFailedFileOperation', `Cannot write ${sink.path}: ${causeOf(error)}`, {
          cause: error,
        })
      : new ActivityFailure('UserErrorFailedToReadHttp', `The source ended early: ${causeOf(broken.error)}`, {
          cause: broken.error,
        });
  }
}
