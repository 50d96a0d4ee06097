import { z } from 'zod';
import { type Snapshot } from '../delta/types';
import { LakehouseError } from '../lakehouse-error';
import { type Model } from '../model/model';

/** Property of a table that has its {@link ModelRecord} as JSON. The Spark engine uses the same. */
export const MODEL_PROPERTY = 'sluice.model';

const refresh = z.int().min(0);

const modelRecord = z.object({
  hash: z.string().min(1),
  since: refresh,
  older: z.boolean(),
  rebuilt: refresh.nullable(),
});

/** Which text of its model made the rows of a table. */
export interface ModelRecord {
  /** Of the newest text that wrote rows; see `modelHash`. */
  readonly hash: string;
  /** The first refresh with this text. */
  readonly since: number;
  /** Whether the table may still have rows of an older text. */
  readonly older: boolean;
  /** The newest refresh that rebuilt the table; null if none did. Tables that read it must follow. */
  readonly rebuilt: number | null;
}

/**
 * The record of a table; undefined if there is no table, or if an older version of Sluice wrote it.
 *
 * @throws LakehouseError `corrupt` for a property of another form
 */
export function readModelRecord(snapshot: Snapshot | undefined): ModelRecord | undefined {
  const text = snapshot?.properties[MODEL_PROPERTY];
  if (text === undefined) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new LakehouseError('corrupt', `the table's property ${MODEL_PROPERTY} is not JSON`, error);
  }
  const result = modelRecord.safeParse(content);
  if (!result.success)
    throw new LakehouseError(
      'corrupt',
      `the table's property ${MODEL_PROPERTY}: ${z.prettifyError(result.error)}`,
    );
  return result.data;
}

/** The record after a refresh computed every row of a table. */
export function afterWhole(
  before: ModelRecord | undefined,
  hash: string,
  refresh: number,
  isRebuild: boolean,
): ModelRecord {
  const isSame = before?.hash === hash && !before.older;
  return {
    hash,
    since: isSame ? before.since : refresh,
    older: false,
    rebuilt: isRebuild ? refresh : (before?.rebuilt ?? null),
  };
}

/**
 * The record after a refresh changed some rows of a table. A table without a record counts as made by the present
 * text: which text made it is unknown.
 */
export function afterChange(
  before: ModelRecord | undefined,
  hash: string,
  refresh: number,
  hasRows: boolean,
): ModelRecord {
  if (before === undefined || !hasRows) return afterWhole(before, hash, refresh, false);
  if (before.hash === hash) return before;
  return { hash, since: refresh, older: true, rebuilt: before.rebuilt };
}

/**
 * When the model of a table changed, in ISO 8601, while rows of an older text stay; null if there are none. A refresh's
 * number is the time of its start.
 */
export function modelChangedAt(record: ModelRecord | undefined, { strategy }: Model): string | null {
  if (record?.older !== true || strategy === 'full' || strategy === 'view') return null;
  return new Date(record.since).toISOString();
}

/** The table's property as text. Fields have a fixed order, so that equal records have equal texts. */
export function toModelProperty({ hash, since, older, rebuilt }: ModelRecord): Record<string, string> {
  return { [MODEL_PROPERTY]: JSON.stringify({ hash, since, older, rebuilt }) };
}
