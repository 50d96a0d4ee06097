import { types } from 'node:util';

/** What the operating system reported, with or without its call, in plain words; `{}` is the path. */
const WORDS: Readonly<Record<string, string>> = {
  EROFS: '{} is on a file system that cannot be written: choose another folder, such as with --data',
  EACCES: 'this user may not use {}: change its permissions, or choose another folder, such as with --data',
  EPERM: 'the system does not allow to change {}: choose another folder, such as with --data',
  ENOENT: '{} does not exist: check the path',
  'ENOENT mkdir': 'the folder {} cannot be made there: choose another folder, such as with --data',
  'EEXIST mkdir': '{} is not a folder: choose another, such as with --data',
  EEXIST: '{} already exists and is not what the command needs there: check the path',
  ENOTDIR: 'a part of the path {} is a file, not a folder: check the path',
  EISDIR: '{} is a folder, not a file: check the path',
  ENOTEMPTY: 'the folder {} is not empty: another process may be writing to it',
  ENOSPC: 'the disk has no space left for {}: delete files, or choose another folder, such as with --data',
  EDQUOT: 'the quota of this user has no space left for {}: delete files, or choose another folder',
  EMFILE: 'this process has too many open files at {}: raise the limit with `ulimit -n 8192`',
  ENFILE: 'the system has too many open files at {}: end other programs',
  EADDRINUSE: 'the port {} is already in use: choose another with --port, or end the program that uses it',
  ECONNREFUSED: 'nothing listens at {}: check that the stack runs, and the address',
  ECONNRESET: '{} closed the connection: check that the stack runs, and try again',
  ENOTFOUND: 'the name {} is unknown: check the address',
  EAI_AGAIN: 'the name {} cannot be looked up now: check the network, and try again',
  ETIMEDOUT: '{} did not answer in time: check the address, and try again',
};

interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
  readonly dest?: string;
  readonly address?: string;
  readonly hostname?: string;
  readonly port?: number;
}

/**
 * The message of an error for people. An error of the operating system gets plain words and the remedy, and keeps its
 * code in brackets, for searches.
 */
export function explainError(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const system = isSystemError(error) ? error : systemErrorBehindFetch(error);
  const words =
    system === undefined ? undefined : (WORDS[`${system.code} ${system.syscall}`] ?? WORDS[system.code]);
  if (system === undefined || words === undefined) return error.message;
  return `${words.replace('{}', subjectOf(system))} (${system.code})`;
}

/** `fetch` hides the reason in a cause. */
function systemErrorBehindFetch({ message, cause }: Error): SystemError | undefined {
  if (message !== 'fetch failed') return undefined;
  // With several addresses of one name, each has its error.
  const { errors } = (cause ?? {}) as { readonly errors?: readonly unknown[] };
  const reason = errors === undefined ? cause : errors[0];
  return isSystemError(reason) ? reason : undefined;
}

/** Its message is only a code and a call, such as `EROFS: read-only file system, mkdir '/x'`. */
function isSystemError(error: unknown): error is SystemError {
  return (
    types.isNativeError(error) &&
    'syscall' in error &&
    typeof (error as Partial<SystemError>).code === 'string'
  );
}

function subjectOf({ path, dest, address, hostname, port }: SystemError): string {
  if (path !== undefined) return dest ?? path;
  if (address !== undefined) return port === undefined ? address : `${address}:${port}`;
  return hostname ?? 'a path of this command';
}
