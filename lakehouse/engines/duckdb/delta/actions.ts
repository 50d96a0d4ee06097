import { z } from 'zod';
import { LakehouseError } from '../lakehouse-error';

/** Text to text; a value may be null. Some writers omit an empty map, others write null. */
const textMap = z.record(z.string(), z.string().nullable());

/** PROTOCOL.md "Protocol Evolution". */
const protocol = z.object({ minReaderVersion: z.number().int(), minWriterVersion: z.number().int() });

/** PROTOCOL.md "Change Metadata". */
const metaData = z.object({
  id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  format: z.object({ provider: z.string(), options: textMap.nullish() }),
  schemaString: z.string(),
  partitionColumns: z.array(z.string()),
  createdTime: z.number().nullish(),
  configuration: textMap.nullish(),
});

/** PROTOCOL.md "Add File and Remove File". `path` is as in the log: URL-encoded. */
const add = z.object({
  path: z.string(),
  partitionValues: textMap,
  size: z.number(),
  modificationTime: z.number(),
  dataChange: z.boolean(),
  stats: z.string().nullish(),
  tags: textMap.nullish(),
});

const remove = z.object({
  path: z.string(),
  deletionTimestamp: z.number().nullish(),
  dataChange: z.boolean(),
  extendedFileMetadata: z.boolean().nullish(),
  partitionValues: textMap.nullish(),
  size: z.number().nullish(),
});

/** PROTOCOL.md "Transaction Identifiers". */
const txn = z.object({
  appId: z.string(),
  version: z.number().int(),
  lastUpdated: z.number().nullish(),
});

/**
 * PROTOCOL.md "Commit Provenance Information". It is free-form; only the id of the writer's attempt is read
 * back.
 */
const commitInfo = z.looseObject({ txnId: z.string().nullish() });

/**
 * One line of a commit, or one row of a checkpoint. Actions that change nothing for this reader are omitted.
 */
const action = z.object({
  protocol: protocol.nullish(),
  metaData: metaData.nullish(),
  add: add.nullish(),
  remove: remove.nullish(),
  txn: txn.nullish(),
  commitInfo: commitInfo.nullish(),
});

export type Protocol = z.infer<typeof protocol>;
export type MetaData = z.infer<typeof metaData>;
export type AddFile = z.infer<typeof add>;
export type RemoveFile = z.infer<typeof remove>;
export type Transaction = z.infer<typeof txn>;
export type Action = z.infer<typeof action>;

/**
 * Reads newline-delimited JSON (PROTOCOL.md "Delta Log Entries").
 *
 * @param where name of the file, for the error
 * @throws LakehouseError `corrupt`
 */
export function parseActions(text: string, where: string): Action[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      try {
        return action.parse(JSON.parse(line));
      } catch (error) {
        throw new LakehouseError(
          'corrupt',
          `${where} has a line that is not an action of a Delta log`,
          error,
        );
      }
    });
}

/** Formats actions as the text of a commit. */
export function formatActions(actions: readonly Action[]): string {
  return actions.map((one) => `${JSON.stringify(one)}\n`).join('');
}
