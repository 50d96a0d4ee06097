import { type ColumnType } from '../delta/types';
import { type Expectation, type ModelHeader } from './generated/model-header';
import { type Relation } from './sql-text';

export { type Expectation };

/**
 * How a table takes in new data:
 *
 * - `append`: adds new rows, and drops rows whose key the table already has;
 * - `merge`: replaces the rows of the keys that `affected` returns by the SELECT's rows for them;
 * - `replace`: rebuilds the partitions that `affected` returns;
 * - `full`: rebuilds the table if one of its inputs has changed;
 * - `view`: stores no data.
 */
export type Strategy = ModelHeader['materialise'];

export type Layer = 'silver' | 'gold';

export interface ModelColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
  /** How personal data in it was protected. @default none: not personal */
  readonly personal?: string | undefined;
  /** The column of which this one is the surrogate key. @default none */
  readonly keyOf?: string | undefined;
}

/**
 * The source of `bronze.<name>` in a model. In SQL, a contract's or a file's name has `_` for other signs.
 */
export type BronzeSource =
  /** The new accepted lines of a contract. */
  | { readonly kind: 'contract'; readonly relation: string; readonly contract: string }
  /** A file that a batch source delivered. */
  | {
      readonly kind: 'batch';
      readonly relation: string;
      readonly batch: string;
      readonly file: string;
      readonly format: 'csv' | 'json' | 'ndjson';
      readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
    };

/** One model: the definition of a table or view of Silver or Gold. */
export interface Model {
  /** `<layer>.<table>`; the table's name is unique over both layers. */
  readonly name: string;
  readonly layer: Layer;
  readonly table: string;
  /** The folder of its file, such as `gold/marts/sales`. */
  readonly group: string;
  /** Its file below the models' directory, for messages. */
  readonly file: string;
  readonly description: string;
  readonly strategy: Strategy;
  /** Unique in the table. Empty if none is declared. */
  readonly key: readonly string[];
  /** append: of several new rows with one key, the first in this order is kept. */
  readonly firstBy: readonly string[];
  readonly partitionBy?: string | undefined;
  /**
   * The column `event_time`, if the model has one of type timestamp. It dates the table in the record of a
   * run.
   */
  readonly eventTime?: string | undefined;
  /** merge, replace: SQL that returns the affected keys or partitions, in columns named as the table's. */
  readonly affected?: string | undefined;
  /** replace: by relation (`silver.x`), the column that has the affected values. */
  readonly restrict: Readonly<Record<string, string>>;
  /** replace: relations in `restrict` are also read for this many days before and after the affected ones. */
  readonly restrictDays: number;
  /**
   * By column of the key or partition that is not an identity: why a later event does not change it, or does
   * no harm.
   */
  readonly stable: Readonly<Record<string, string>>;
  readonly bronze?: BronzeSource | undefined;
  readonly columns: readonly ModelColumn[];
  readonly expectations: readonly Expectation[];
  /** The SELECT. */
  readonly sql: string;
  /** Relations that the SELECT or `affected` names. */
  readonly relations: readonly Relation[];
  /** Models that it reads, by table name. */
  readonly upstreams: readonly string[];
}
