// Written by `npm run generate` from lakehouse/model.schema.json. Change the schema, not this file.

export type Text = string;
export type Name = string;
/**
 * Columns that are unique in the table.
 *
 * @minItems 1
 */
export type Names = Name[];
/**
 * append: of several new rows with one key, the first in this order is kept.
 *
 * @minItems 1
 */
export type Names1 = Name[];
export type ColumnType = string;

/**
 * The YAML at the head of a model file. Both engines validate it with this schema, and check references to columns and to the SQL themselves. The titles appear in their messages.
 */
export interface ModelHeader {
  description: Text;
  /**
   * How the table takes in new data.
   */
  materialise: 'append' | 'merge' | 'replace' | 'full' | 'view';
  key?: Names;
  firstBy?: Names1;
  /**
   * The column by which the table is partitioned.
   */
  partitionBy?: string;
  /**
   * merge, replace: SQL that returns the affected keys or partitions, in columns named as the table's.
   */
  affected?: string;
  /**
   * replace: by relation, the column that has the affected values.
   */
  restrict?: {
    [k: string]: Name;
  };
  /**
   * replace: relations in `restrict` are also read for this many days before and after the affected ones.
   */
  restrictDays?: number;
  /**
   * By column of the key or partition that is not an identity: why a later event does not change it, or does no harm.
   */
  stable?: {
    [k: string]: Text;
  };
  /**
   * The source of bronze.<name> and rejected.<name> in the SQL.
   */
  bronze?: ContractBronze | BatchBronze;
  /**
   * The table's columns, in this order.
   */
  columns: {
    [k: string]: Column;
  };
  /**
   * Checks of the rows, which are counted, drop rows or fail the model.
   */
  expectations?: Expectation[];
}
/**
 * The new accepted events of a contract.
 */
export interface ContractBronze {
  contract: Text;
}
/**
 * A file that a batch source delivered.
 */
export interface BatchBronze {
  batch: Name;
  file: string;
  format: 'csv' | 'json' | 'ndjson';
  columns: {
    [k: string]: ColumnType;
  };
}
export interface Column {
  type: ColumnType;
  description: Text;
  /**
   * How personal data in it was protected.
   */
  personal?: 'hash' | 'mask' | 'drop' | 'generalise';
  /**
   * The column of which this one is the surrogate key.
   */
  keyOf?: string;
}
export interface Expectation {
  name: Name;
  /**
   * SQL over the model's columns that is true for a good row; NULL counts as failed.
   */
  check: string;
  /**
   * warn: counted; drop: the row is left out and counted; fail: nothing is committed.
   */
  action: 'warn' | 'drop' | 'fail';
}
