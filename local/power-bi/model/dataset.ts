import { type TableDefinition } from './table-definition';

export type RetentionPolicy = 'None' | 'basicFIFO';

/** A push dataset as it is kept on disk. */
export interface DatasetRecord {
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  readonly mode: 'Push' | 'PushStreaming';
  readonly retention: RetentionPolicy;
  /** Of its push URL; empty where it has none. */
  readonly pushKey: string;
  readonly createdAt: string;
  readonly tables: readonly TableDefinition[];
}
