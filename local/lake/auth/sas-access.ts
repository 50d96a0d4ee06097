import { type LakeRequest } from '../wire/lake-request';

/** What a shared access signature must allow so that it authorizes an operation. */
export interface SasAccess {
  /** Type of resource that `srt` of an account SAS must have. With any, every valid signature suffices. */
  readonly resource: 'service' | 'container' | 'object' | 'any';
  /** Letters of `sp`, of which one suffices. */
  readonly anyOf: string;
  /** Letters that also suffice if the operation creates the path. @default none */
  readonly forNew?: string;
  /** Whether only an account SAS can allow it, because it concerns the account or the container itself. @default false */
  readonly accountOnly?: boolean;
}

/** The rule of an operation: `none` if no SAS allows it, or a function if the request decides. */
export type SasRule = SasAccess | 'none' | ((request: LakeRequest) => SasAccess);

/** Operations on blobs and paths. */
export const SAS_READ = { resource: 'object', anyOf: 'r' } as const satisfies SasAccess;
export const SAS_WRITE = { resource: 'object', anyOf: 'w' } as const satisfies SasAccess;
/** Blocks of an append blob. */
export const SAS_APPEND = { resource: 'object', anyOf: 'aw' } as const satisfies SasAccess;
export const SAS_CREATE = { resource: 'object', anyOf: 'w', forNew: 'c' } as const satisfies SasAccess;
export const SAS_DELETE = { resource: 'object', anyOf: 'd' } as const satisfies SasAccess;
/** System properties and access control lists, which e (execute) reads, too. */
export const SAS_STATUS = { resource: 'object', anyOf: 're' } as const satisfies SasAccess;
export const SAS_LIST = { resource: 'container', anyOf: 'l' } as const satisfies SasAccess;

/** Operations on the account or a container itself, which need an account SAS. */
export const ACCOUNT_SAS_LIST = {
  resource: 'service',
  anyOf: 'l',
  accountOnly: true,
} as const satisfies SasAccess;
export const ACCOUNT_SAS_CREATE = containerAccess('cw');
export const ACCOUNT_SAS_READ = containerAccess('r');
export const ACCOUNT_SAS_WRITE = containerAccess('w');
export const ACCOUNT_SAS_DELETE = containerAccess('d');

function containerAccess(anyOf: string): SasAccess {
  return { resource: 'container', anyOf, accountOnly: true };
}
