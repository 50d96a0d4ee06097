import { z } from 'zod';
import { goldUnreadable } from './table-schema';

/** A map from text to text. Some writers omit it, others write null. */
const textMap = z.record(z.string(), z.string().nullable());

/** The actions that determine the rows of a table (PROTOCOL.md "Actions"). Other members and kinds are ignored. */
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
 * Parses one action of a commit's line or of a checkpoint's row.
 *
 * @param where names the file in the error
 * @throws SluiceError `gold_unreadable`
 */
export function toAction(table: string, value: unknown, where: string): Action {
  const parsed = action.safeParse(value);
  if (parsed.success) return parsed.data;
  throw goldUnreadable(table, `${where} contains an invalid action`, parsed.error);
}

/** Parses the actions of a commit: newline-delimited JSON. @throws SluiceError `gold_unreadable` */
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
    throw goldUnreadable(table, `${where} has a line that is not JSON`, error);
  }
}

/** Table property in which the engines of the lakehouse record the text of the table's model (docs/rebuild.md). */
const MODEL_PROPERTY = 'sluice.model';

const modelRecord = z.object({ since: z.int().min(0), older: z.boolean() });

/**
 * When the model of a table changed, in ISO 8601, while rows of its older text stay. Undefined if there are none, or if
 * the property cannot be read: the rows can, and the next refresh reports the property.
 */
export function toModelChangedAt({ configuration }: Pick<MetaData, 'configuration'>): string | undefined {
  const record = modelRecord.safeParse(parse(configuration?.[MODEL_PROPERTY] ?? 'null'));
  // The number of a refresh is the time of its start.
  return record.data?.older === true ? new Date(record.data.since).toISOString() : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
