/** The folder of a table's log, in the table's folder (PROTOCOL.md "Delta Log Entries"). */
export const LOG_FOLDER = '_delta_log';

/** PROTOCOL.md "Last Checkpoint File". */
export const LAST_CHECKPOINT = `${LOG_FOLDER}/_last_checkpoint`;

export function commitName(version: number): string {
  return `${LOG_FOLDER}/${padded(version, 20)}.json`;
}

/** The files of a checkpoint (PROTOCOL.md "Classic checkpoint", "Multi-part checkpoint"). @param parts undefined for a single file */
export function checkpointNames(version: number, parts: number | undefined): string[] {
  const stem = `${LOG_FOLDER}/${padded(version, 20)}.checkpoint`;
  if (parts === undefined) return [`${stem}.parquet`];
  return Array.from(
    { length: parts },
    (_, index) => `${stem}.${padded(index + 1, 10)}.${padded(parts, 10)}.parquet`,
  );
}

/** A file of the log by its name. */
export type LogFile =
  | { readonly kind: 'commit'; readonly version: number }
  | { readonly kind: 'checkpoint'; readonly version: number; readonly parts: number | undefined }
  /** PROTOCOL.md "V2 Spec": named by a UUID. */
  | { readonly kind: 'checkpoint-v2'; readonly version: number }
  | { readonly kind: 'other' };

export function toLogFile(path: string): LogFile {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const commit = /^(\d{20})\.json$/.exec(name)?.[1];
  if (commit !== undefined) return { kind: 'commit', version: Number(commit) };
  const [, version, parts] = /^(\d{20})\.checkpoint(?:\.\d{10}\.(\d{10}))?\.parquet$/.exec(name) ?? [];
  if (version !== undefined) {
    return {
      kind: 'checkpoint',
      version: Number(version),
      parts: parts === undefined ? undefined : Number(parts),
    };
  }
  const second = /^(\d{20})\.checkpoint\.[0-9a-f-]{36}\.(?:json|parquet)$/.exec(name)?.[1];
  return second === undefined ? { kind: 'other' } : { kind: 'checkpoint-v2', version: Number(second) };
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
