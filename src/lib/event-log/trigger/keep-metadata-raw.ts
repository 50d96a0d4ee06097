import { createRequire } from 'node:module';
import { toExactInteger } from './metadata-values';

/** Typed data as the worker passes it to the library; only the members that this file reads. */
interface RpcData {
  readonly json?: string | null;
  readonly collectionString?: { readonly string?: readonly string[] | null } | null;
  readonly collectionSint64?: { readonly sint64?: readonly unknown[] | null } | null;
  readonly collectionBytes?: { readonly bytes?: readonly Uint8Array[] | null } | null;
}

/** An invocation before the library converts it. */
export interface CoreInvocation {
  readonly metadata: { readonly bindings?: Readonly<Record<string, { readonly type?: string }>> | undefined };
  readonly request: {
    inputData?: readonly { readonly name?: string | null; readonly data?: unknown }[] | null | undefined;
    triggerMetadata?: Readonly<Record<string, unknown>> | null;
  };
}

interface ProgrammingModel {
  getInvocationModel(invocation: CoreInvocation): unknown;
}

/** The parts of the module `@azure/functions-core` that this file uses. It exists only in a Functions worker. */
export interface CoreModule {
  getProgrammingModel(): ProgrammingModel | undefined;
}

/**
 * Keeps the Functions library from parsing the metadata of Event Hubs batches. Call it when all functions are
 * registered.
 *
 * The library parses ten values for each event and copies them into objects with other names, and it copies each body.
 * That takes as much CPU time as `JSON.parse` of the event. {@link fromTrigger} needs four of the values, and reads
 * them from the texts.
 *
 * @param core @default the module of this worker; without one, as in tests, nothing happens
 */
export function keepMetadataRaw(core: CoreModule | undefined = findCore()): void {
  const model = core?.getProgrammingModel();
  if (model === undefined) return;
  const convert = model.getInvocationModel.bind(model);
  model.getInvocationModel = (invocation) => {
    const { bindings = {} } = invocation.metadata;
    if (Object.values(bindings).some(({ type }) => type === 'eventHubTrigger')) keepRaw(invocation.request);
    return convert(invocation);
  };
}

function findCore(): CoreModule | undefined {
  try {
    return createRequire(__filename)('@azure/functions-core') as CoreModule;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Replaces the values of a batch that the library would convert at length. Others stay. */
function keepRaw(request: CoreInvocation['request']): void {
  const metadata = request.triggerMetadata;
  const properties = metadata?.['SystemPropertiesArray'] as RpcData | undefined;
  // Only batches have it; single events stay as they are.
  if (metadata === undefined || metadata === null || typeof properties?.json !== 'string') return;
  request.triggerMetadata = Object.fromEntries(
    Object.entries(metadata).map(([name, data]) => [name, toRaw(name, data as RpcData | null | undefined)]),
  );
  request.inputData = request.inputData?.map(({ name, data }) => {
    const bytes = (data as RpcData | undefined)?.collectionBytes?.bytes;
    return { name: name ?? null, data: bytes ? asIs(bytes.map(toBuffer)) : data };
  });
}

function toRaw(name: string, data: RpcData | null | undefined): unknown {
  switch (name) {
    case 'SystemPropertiesArray':
    case 'PropertiesArray':
      return typeof data?.json === 'string' ? asIs(data.json) : data;
    case 'PartitionKeyArray':
    case 'OffsetArray':
    case 'OffsetStringArray':
      return data?.collectionString?.string ? asIs(data.collectionString.string) : data;
    case 'SequenceNumberArray': {
      const numbers = data?.collectionSint64?.sint64?.map(toExactInteger);
      return numbers === undefined || numbers.includes(undefined) ? data : asIs(numbers);
    }
    default:
      return data;
  }
}

/** The library passes the content of a collection of doubles on as it is. */
function asIs(value: unknown): unknown {
  return { collectionDouble: { double: value } };
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
