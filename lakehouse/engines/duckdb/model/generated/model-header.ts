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
 * append: of several new rows with one key, the first in this order stays.
 *
 * @minItems 1
 */
export type Names1 = Name[];
export type ColumnType = string;

/**
 * The YAML at the head of a model file. Both engines read it by this schema; what one field says of a column or of the SQL, they check themselves. The titles are the words of their messages.
 */
export interface ModelHeader {
  description: Text;
  /**
   * How the table takes in what is new.
   */
  materialise: 'append' | 'merge' | 'replace' | 'full' | 'view';
  key?: Names;
  firstBy?: Names1;
  /**
   * The column that the table's files are sorted into folders by.
   */
  partitionBy?: string;
  /**
   * merge, replace: SQL whose columns, called as the table's, give what changes.
   */
  affected?: string;
  /**
   * replace: by relation, the column that holds the affected values.
   */
  restrict?: {
    [k: string]: Name;
  };
  /**
   * replace: relations in `restrict` are read for so many days before and after the affected ones as well.
   */
  restrictDays?: number;
  /**
   * By column of the key or partition that is no identity: why a later event does no harm to it.
   */
  stable?: {
    [k: string]: Text;
  };
  /**
   * What bronze.<name> and rejected.<name> in the SQL are.
   */
  bronze?: ContractBronze | BatchBronze;
  /**
   * The table's columns, in this order.
   */
  columns: {
    [k: string]: Column;
  };
  /**
   * What is counted, or must hold, of the rows.
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
 * A file that a batch source has brought.
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
   * How personal data in it was treated on the way.
   */
  personal?: 'hash' | 'mask' | 'drop' | 'generalise';
  /**
   * The column that this one is the surrogate key of.
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
