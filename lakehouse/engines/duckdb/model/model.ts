import { type ColumnType } from '../delta/types';
import { type Expectation, type ModelHeader } from './generated/model-header';
import { type Relation } from './sql-text';

export { type Expectation };

/**
 * How a table takes in what is new:
 *
 * - `append`: new rows are added; one whose key is in the table already is dropped;
 * - `merge`: the rows of the keys that `affected` gives are replaced by what the SELECT gives for them;
 * - `replace`: the partitions that `affected` gives are made anew;
 * - `full`: the table is made anew when something that it reads has changed;
 * - `view`: holds no data.
 */
export type Strategy = ModelHeader['materialise'];

export type Layer = 'silver' | 'gold';

export interface ModelColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly description: string;
  /** How personal data in it was treated on the way. @default none: not personal */
  readonly personal?: string | undefined;
  /** The column of the model that this one is the surrogate key of. @default none */
  readonly keyOf?: string | undefined;
}

/** What `bronze.<name>` of a model is; a contract's and a file's name are made words of SQL by `_`. */
export type BronzeSource =
  /** The new accepted lines of a contract. */
  | { readonly kind: 'contract'; readonly relation: string; readonly contract: string }
  /** A file that a batch source has brought. */
  | {
      readonly kind: 'batch';
      readonly relation: string;
      readonly batch: string;
      readonly file: string;
      readonly format: 'csv' | 'json' | 'ndjson';
      readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
    };

/** One model: how a table or view of Silver or Gold is made. */
export interface Model {
  /** `<layer>.<table>`; the table's name is unique over both layers. */
  readonly name: string;
  readonly layer: Layer;
  readonly table: string;
  /** The folder that its file stands in, such as `gold/marts/sales`. */
  readonly group: string;
  /** Its file below the models' directory, for messages. */
  readonly file: string;
  readonly description: string;
  readonly strategy: Strategy;
  /** Unique in the table. Empty where none is declared. */
  readonly key: readonly string[];
  /** append: of several new rows with one key the first in this order stays. */
  readonly firstBy: readonly string[];
  readonly partitionBy?: string | undefined;
  /** The column `event_time`, where the model has one of type timestamp: it dates the table in the record of a run. */
  readonly eventTime?: string | undefined;
  /** merge, replace: SQL whose columns, called as the table's, give what changes. */
  readonly affected?: string | undefined;
  /** replace: by relation (`silver.x`), the column that holds the affected values. */
  readonly restrict: Readonly<Record<string, string>>;
  /** replace: relations in `restrict` are read for so many days before and after the affected ones as well. */
  readonly restrictDays: number;
  /** By column of the key or partition that is no identity: why a later event does not change it, or does no harm. */
  readonly stable: Readonly<Record<string, string>>;
  readonly bronze?: BronzeSource | undefined;
  readonly columns: readonly ModelColumn[];
  readonly expectations: readonly Expectation[];
  /** The SELECT. */
  readonly sql: string;
  /** Named in the SELECT or in `affected`. */
  readonly relations: readonly Relation[];
  /** Models that it reads, by table name. */
  readonly upstreams: readonly string[];
}
