import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type RpcInvocationRequest, type RpcTypedData } from '../../local/functions-host/worker/core-types';

const DIRECTORY = resolve(__dirname, '../conformance/host-shapes');

/** A request of the data, whose one input is its trigger's. */
export interface ShapeRequest extends Omit<RpcInvocationRequest, 'invocationId' | 'inputData'> {
  readonly inputData: RpcTypedData;
}

export interface Shape {
  readonly name: string;
  /** Public places that it was taken from. */
  readonly sources: readonly string[];
}

/** A file of test/conformance/host-shapes; `{base64}` is bytes. */
export function readShapes(name: string): unknown {
  return JSON.parse(readFileSync(join(DIRECTORY, `${name}.json`), 'utf8'), (_key, value: unknown) =>
    isBase64(value) ? Buffer.from(value.base64, 'base64') : value,
  ) as unknown;
}

/** The request for a function whose trigger has this name. */
export function toRequest({ inputData, ...rest }: ShapeRequest, triggerName: string): RpcInvocationRequest {
  return { ...rest, invocationId: 'invocation', inputData: [{ name: triggerName, data: inputData }] };
}

function isBase64(value: unknown): value is { base64: string } {
  return typeof value === 'object' && value !== null && 'base64' in value && typeof value.base64 === 'string';
}
