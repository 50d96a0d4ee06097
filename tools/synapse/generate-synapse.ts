import { join } from 'node:path';
import { type Model } from '../../lakehouse/engines/duckdb/model/model';
import { writeExport, writeLoad } from './write-dedicated-pool';
import { writeViews } from './write-views';

export interface GenerateSynapseOptions {
  /** Every model of the lakehouse. */
  readonly models: readonly Model[];
  /** The folder synapse/, for the paths of the result; nothing is written here. */
  readonly folder: string;
}

/**
 * Converts the models of Gold that have a table to T-SQL: one view each, and for the marts an export and a load.
 * Models that are views are hand-written, in 30-view-models.sql.
 *
 * @returns text by path
 */
export function generateSynapse({ models, folder }: GenerateSynapseOptions): ReadonlyMap<string, string> {
  const tables = models
    .filter(({ layer, strategy }) => layer === 'gold' && strategy !== 'view')
    .sort((a, b) => (a.file < b.file ? -1 : 1));
  const marts = tables.filter(({ group }) => group.startsWith('gold/marts/'));
  return new Map([
    [join(folder, '20-views.sql'), writeViews(tables)],
    [join(folder, 'dedicated-pool', '10-export.sql'), writeExport(marts)],
    [join(folder, 'dedicated-pool', '20-load.sql'), writeLoad(marts)],
  ]);
}
