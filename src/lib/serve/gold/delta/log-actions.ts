import { z } from 'zod';
import { goldUnreadable } from './table-schema';

/** Text to text; writers differ in whether they leave a map out or write null. */
const textMap = z.record(z.string(), z.string().nullable());

/** PROTOCOL.md "Actions": what tells a reader which rows a table has. Other members and other kinds change nothing for it. */
const action = z.object({
  protocol: z
    .object({ minReaderVersion: z.number(), readerFeatures: z.array(z.string()).nullish() })
    .nullish(),
  metaData: z
    .object({
      format: z.object({ provider: z.string() }),
      schemaString: z.string(),
      partitionColumns: z.array(z.string()),
      configuration: textMap.nullish(),
    })
    .nullish(),
  add: z
    .object({
      path: z.string(),
      partitionValues: textMap,
      size: z.number(),
      stats: z.string().nullish(),
      deletionVector: z.unknown().optional(),
    })
    .nullish(),
  remove: z.object({ path: z.string() }).nullish(),
  txn: z.object({ appId: z.string(), version: z.number() }).nullish(),
  sidecar: z.unknown().optional(),
  checkpointMetadata: z.unknown().optional(),
});

export type Action = z.infer<typeof action>;
export type MetaData = NonNullable<Action['metaData']>;
export type AddFile = NonNullable<Action['add']>;

/**
 * One action of a commit's line or of a checkpoint's row.
 *
 * @param where names the file in the error
 * @throws SluiceError `gold_unreadable`
 */
export function toAction(table: string, value: unknown, where: string): Action {
  const parsed = action.safeParse(value);
  if (parsed.success) return parsed.data;
  throw goldUnreadable(table, `${where} holds something that is no action of a Delta log`, parsed.error);
}

/** The actions of a commit: newline-delimited JSON. @throws SluiceError `gold_unreadable` */
export function parseCommit(table: string, text: string, where: string): Action[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => toAction(table, parseJson(table, line, where), where));
}

function parseJson(table: string, line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw goldUnreadable(table, `${where} holds a line that is no JSON`, error);
  }
}
