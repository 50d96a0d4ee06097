import { type Model } from '../../lakehouse/engines/duckdb/model/model';
import { type Declaration } from './declaration';

/** The models of Gold in the semantic model, in the order of their files. */
export function selectModels(models: Iterable<Model>, { leftOut }: Declaration): readonly Model[] {
  const left = new Set(leftOut.map(({ of }) => of));
  return [...models]
    .filter(({ layer, table, group }) => layer === 'gold' && !left.has(table) && !left.has(group))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/**
 * The loaded columns of a model. Masked and hashed values are useless in a report, so they stay in the lake.
 * Generalised ones, such as a year of birth, are meant for reports.
 */
export function loadedColumns({ columns }: Model): Model['columns'] {
  return columns.filter(({ personal }) => personal === undefined || personal === 'generalise');
}
