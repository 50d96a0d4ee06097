import { z } from 'zod';
import { type Call, failFault, loseReplyFault, type RoutedOperation } from '../../kit';
import { type LimitsByDataset } from '../model/dataset-limits';
import { type DatasetStore } from '../store/dataset-store';
import { type SemanticModels } from '../store/semantic-models';

/** The only workspace of this service. */
export interface Workspace {
  readonly id: string;
  readonly datasets: DatasetStore;
  readonly semanticModels: SemanticModels;
  readonly limits: LimitsByDataset;
  /** Duration of a refresh of a semantic model in seconds. */
  readonly refreshSeconds: number;
  readonly tokenKey: string;
  /** Whether PUT adds a missing table, and changes the type of a column. Power BI refuses both. */
  readonly flexibleTables: boolean;
}

export const powerBiFault = z.discriminatedUnion('kind', [
  failFault,
  loseReplyFault,
  /** StartRefresh: the refresh fails. */
  z.strictObject({ kind: z.literal('refresh-fails') }),
  /** StartRefresh: the refresh never ends. */
  z.strictObject({ kind: z.literal('refresh-never-ends') }),
]);

export type PowerBiFault = z.infer<typeof powerBiFault>;
export type PowerBiCall = Call<Workspace, PowerBiFault>;
export type PowerBiOperation = RoutedOperation<Workspace, PowerBiFault>;
