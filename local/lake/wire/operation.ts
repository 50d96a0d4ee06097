import { SAS_PARAMETERS } from '../auth/sas';
import { type SasRule } from '../auth/sas-access';
import { type LakeStore } from '../store/lake-store';
import { type Uploads } from '../store/uploads';
import { LakeRefusal } from './lake-refusal';
import { type LakeRequest } from './lake-request';
import { type SharedKey } from './shared-key';
import { type HttpReply } from '../../kit';

/** Context of every operation. */
export interface LakeContext {
  readonly store: LakeStore;
  readonly uploads: Uploads;
  readonly account: string;
  readonly sharedKey: SharedKey;
  /** Secret of the local identity endpoint. @default none: tokens are refused */
  readonly tokenKey?: string | undefined;
  readonly now: Date;
  /** `http://host:port/account` as the client uses it. */
  readonly baseUrl: string;
}

/**
 * One operation, with the headers and query parameters that it supports besides those of routing.
 */
export interface LakeOperation {
  /** Name in the REST reference, without spaces; faults select by it. */
  readonly name: string;
  /** Decides the error codes and whether errors are XML or JSON. */
  readonly api: 'blob' | 'dfs';
  /** Shared access signatures that authorize it. */
  readonly sas: SasRule;
  readonly query?: readonly string[];
  readonly headers?: readonly string[];
  /** Whether `x-ms-meta-*` is supported. @default false */
  readonly metadata?: boolean;
  run(request: LakeRequest, context: LakeContext): Promise<HttpReply> | HttpReply;
}

export const CONDITION_HEADERS = [
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'x-ms-lease-id',
] as const;

/** The conditions on the source of a copy or rename. */
export const SOURCE_CONDITION_HEADERS = [
  'x-ms-source-if-match',
  'x-ms-source-if-none-match',
  'x-ms-source-if-modified-since',
  'x-ms-source-if-unmodified-since',
] as const;

/** Headers that never affect an operation. */
const ALWAYS = new Set([
  'x-ms-date',
  'x-ms-version',
  'x-ms-client-request-id',
  'x-ms-return-client-request-id',
]);

/** Headers without the prefix `x-ms-` that affect operations. */
const MEANINGFUL = new Set<string>([
  ...CONDITION_HEADERS,
  'range',
  'if-range',
  'content-md5',
  'content-encoding',
  'content-language',
]);

/** Parameters of all operations: they select the operation, or the client's time-out. */
const ROUTING = new Set(['timeout', 'comp', 'restype', 'resource', 'action']);

const SAS = new Set<string>(SAS_PARAMETERS);

/** @throws LakeRefusal 400 with the first header or parameter that the operation would have to ignore */
export function refuseUnsupported(request: LakeRequest, operation: LakeOperation): void {
  for (const name of request.headerNames) {
    if (!name.startsWith('x-ms-') && !MEANINGFUL.has(name)) continue;
    // Clients in other languages send headers that are not set with an empty value.
    if (request.header(name) === undefined) continue;
    if (ALWAYS.has(name) || operation.headers?.includes(name)) continue;
    if (operation.metadata === true && name.startsWith('x-ms-meta-')) continue;
    throw new LakeRefusal('header_unsupported', `${operation.name} does not support the header "${name}".`);
  }
  const isSigned = request.query.has('sig');
  for (const name of request.query.keys()) {
    if (ROUTING.has(name) || (isSigned && SAS.has(name)) || operation.query?.includes(name)) continue;
    throw new LakeRefusal(
      'parameter_unsupported',
      `${operation.name} does not support the parameter "${name}".`,
    );
  }
}
