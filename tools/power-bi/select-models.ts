import { type Model } from '../../lakehouse/engines/duckdb/model/model';
import { type Declaration } from './declaration';

/** The models of Gold that the semantic model has, in the order of their files. */
export function selectModels(models: Iterable<Model>, { leftOut }: Declaration): readonly Model[] {
  const left = new Set(leftOut.map(({ of }) => of));
  return [...models]
    .filter(({ layer, table, group }) => layer === 'gold' && !left.has(table) && !left.has(group))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/**
 * The columns of a model that are loaded. Masked and hashed values tell nothing in a report, so they stay in the lake;
 * generalised ones, such as a year of birth, are made for it.
 */
export function loadedColumns({ columns }: Model): Model['columns'] {
  return columns.filter(({ personal }) => personal === undefined || personal === 'generalise');
}
