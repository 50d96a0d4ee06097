import { LakehouseError } from '../lakehouse-error';

/** Folder of a table's log, below the table (PROTOCOL.md "Delta Log Entries"). */
export const LOG_DIRECTORY = '_delta_log';

/** PROTOCOL.md "Last Checkpoint File". */
export const LAST_CHECKPOINT = `${LOG_DIRECTORY}/_last_checkpoint`;

export function commitName(version: number): string {
  return `${LOG_DIRECTORY}/${digits(version)}.json`;
}

/** PROTOCOL.md "Classic checkpoint". */
export function checkpointName(version: number): string {
  return `${LOG_DIRECTORY}/${digits(version)}.checkpoint.parquet`;
}

/** Returns the version of a classic checkpoint, or undefined for another file of the log. */
export function fromCheckpointName(name: string): number | undefined {
  const found = /(?:^|\/)(\d{20})\.checkpoint\.parquet$/.exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Returns the version of a commit, or undefined for another file of the log. */
export function fromCommitName(name: string): number | undefined {
  const found = /(?:^|\/)(\d{20})\.json$/.exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Encodes a data file's path as in the log: a URI by RFC 2396. */
export function toLogPath(path: string): string {
  return path.split('/').map(encodeSegment).join('/');
}

/**
 * Decodes a data file's path to a path below the table.
 *
 * @throws LakehouseError `unsupported` for a file outside the table; `corrupt`
 */
export function fromLogPath(path: string): string {
  if (/^([a-z][a-z0-9+.-]*:|\/)/i.test(path))
    throw new LakehouseError('unsupported', `the table has a data file outside its own directory: ${path}`);
  try {
    return decodeURIComponent(path);
  } catch (error) {
    throw new LakehouseError('corrupt', `the path ${path} is not URL-encoded`, error);
  }
}

/** `=` needs no encoding within a segment, and keeps `name=value` readable for people. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll('%3D', '=');
}

function digits(version: number): string {
  return String(version).padStart(20, '0');
}
