import {
  type FunctionMetadata,
  type RpcException,
  type RpcHttp,
  type RpcInvocationRequest,
  type RpcLogCategory,
  type RpcLogLevel,
  type RpcLong,
  type RpcRetryContext,
  type RpcTraceContext,
  type RpcTypedData,
} from './core-types';

/** File descriptor of the worker's connection to its host: a socket that the host opens. */
export const WORKER_CHANNEL_FD = 3;

/** Typed data in the header of a frame; large and binary data is in the frame's segments, by index. */
export type WireData =
  | { readonly string: string }
  | { readonly json: string }
  | { readonly int: number }
  | { readonly double: number }
  | { readonly bytesAt: number }
  /** A JSON text in a segment, so that it is not escaped again inside the header. */
  | { readonly jsonAt: number }
  /** A text in a segment. */
  | { readonly stringAt: number }
  | { readonly collectionBytesFrom: number; readonly count: number }
  /** Text bodies without empty ones, which the Functions host drops (`ToRpcStringArray`). */
  | { readonly collectionStringFrom: number; readonly count: number }
  /** A JSON array of texts in a segment. */
  | { readonly collectionStringAt: number }
  /** 64-bit integers in a segment, little-endian. */
  | { readonly collectionSint64At: number }
  | { readonly http: RpcHttp<WireData> };

export interface InvocationMessage {
  readonly type: 'invoke';
  readonly invocationId: string;
  readonly functionName: string;
  readonly inputData: readonly { readonly name: string; readonly data: WireData }[];
  readonly triggerMetadata: Readonly<Record<string, WireData>>;
  readonly retryContext?: RpcRetryContext;
  readonly traceContext: RpcTraceContext;
}

export type HostMessage =
  | {
      readonly type: 'load';
      readonly appDirectory: string;
      /** Absolute paths, in the order of loading. */
      readonly entryPoints: readonly string[];
      readonly hostVersion: string;
    }
  | InvocationMessage
  /** Run the `appTerminate` hooks, answer `terminated`, exit. */
  | { readonly type: 'terminate' };

export interface LogMessage {
  readonly type: 'log';
  readonly level: RpcLogLevel;
  readonly category: RpcLogCategory;
  readonly message: string;
  readonly functionName?: string;
  readonly invocationId?: string;
}

export interface SucceededMessage {
  readonly type: 'succeeded';
  readonly invocationId: string;
  readonly returnValue?: WireData;
  readonly outputData: readonly { readonly name: string; readonly data: WireData }[];
  /** Whether the handler returned a value; over HTTP streaming the value itself is sent separately. */
  readonly returned: boolean;
}

export type WorkerMessage =
  | {
      readonly type: 'loaded';
      readonly functions: readonly FunctionMetadata[];
      readonly capabilities: Readonly<Record<string, string>>;
    }
  | { readonly type: 'loadFailed'; readonly error: RpcException }
  | SucceededMessage
  | { readonly type: 'failed'; readonly invocationId: string; readonly error: RpcException }
  | LogMessage
  | { readonly type: 'terminated' };

/** Host to library: creates the request of an invocation. */
export function toInvocationRequest(
  { invocationId, inputData, triggerMetadata, retryContext, traceContext }: InvocationMessage,
  segments: readonly Buffer[],
): RpcInvocationRequest {
  return {
    invocationId,
    inputData: inputData.map(({ name, data }) => ({ name, data: fromWireData(data, segments) })),
    triggerMetadata: Object.fromEntries(
      Object.entries(triggerMetadata).map(([name, data]) => [name, fromWireData(data, segments)]),
    ),
    traceContext,
    ...(retryContext === undefined ? {} : { retryContext }),
  };
}

/** Host to library: resolves references to the segments. */
export function fromWireData(data: WireData, segments: readonly Buffer[]): RpcTypedData {
  if ('bytesAt' in data) return { bytes: segmentAt(segments, data.bytesAt) };
  if ('jsonAt' in data) return { json: segmentAt(segments, data.jsonAt).toString('utf8') };
  if ('stringAt' in data) return { string: segmentAt(segments, data.stringAt).toString('utf8') };
  if ('collectionBytesFrom' in data) {
    return {
      collectionBytes: {
        bytes: segments.slice(data.collectionBytesFrom, data.collectionBytesFrom + data.count),
      },
    };
  }
  if ('collectionStringFrom' in data) {
    const texts = segments.slice(data.collectionStringFrom, data.collectionStringFrom + data.count);
    return {
      collectionString: { string: texts.map((text) => text.toString('utf8')).filter((text) => text !== '') },
    };
  }
  if ('collectionStringAt' in data) {
    const text = segmentAt(segments, data.collectionStringAt).toString('utf8');
    return { collectionString: { string: JSON.parse(text) as string[] } };
  }
  if ('collectionSint64At' in data)
    return { collectionSint64: { sint64: toLongs(segmentAt(segments, data.collectionSint64At)) } };
  if ('http' in data) {
    const { body, ...http } = data.http;
    return { http: body ? { ...http, body: fromWireData(body, segments) } : http };
  }
  return data;
}

/** As protobufjs decodes them in worker 3.16, which has the package `long` installed. */
function toLongs(bytes: Buffer): RpcLong[] {
  const longs = new Array<RpcLong>(bytes.length / 8);
  for (let index = 0; index < longs.length; index++) {
    longs[index] = {
      low: bytes.readInt32LE(8 * index),
      high: bytes.readInt32LE(8 * index + 4),
      unsigned: false,
    };
  }
  return longs;
}

/** Library to host: moves bytes into `segments` and replaces them by their index. */
export function toWireData(data: RpcTypedData, segments: Buffer[]): WireData {
  if (data.bytes !== undefined) {
    const { buffer, byteOffset, byteLength } = data.bytes;
    return { bytesAt: segments.push(Buffer.from(buffer, byteOffset, byteLength)) - 1 };
  }
  if (data.http !== undefined) {
    const { body, ...http } = data.http;
    return { http: body ? { ...http, body: toWireData(body, segments) } : http };
  }
  if (data.string !== undefined) return { string: data.string };
  if (data.json !== undefined) return { json: data.json };
  if (data.int !== undefined) return { int: data.int };
  if (data.double !== undefined) return { double: data.double };
  throw new TypeError(
    `a function returned typed data without a known member: ${Object.keys(data).join(', ')}`,
  );
}

/** Formats an error, or another thrown value, for the host's log and the retry context. */
export function toRpcException(thrown: unknown): RpcException {
  if (thrown instanceof Error) {
    return { message: thrown.message, ...(thrown.stack === undefined ? {} : { stackTrace: thrown.stack }) };
  }
  return {
    message:
      typeof thrown === 'string'
        ? thrown
        : `a value that is not an Error was thrown: ${JSON.stringify(thrown)}`,
  };
}

function segmentAt(segments: readonly Buffer[], index: number): Buffer {
  const segment = segments[index];
  if (segment === undefined) throw new RangeError(`the frame has no segment ${index}`);
  return segment;
}
