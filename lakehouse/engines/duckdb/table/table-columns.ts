import { type Column } from '../delta/types';
import { type Model } from '../model/model';
import { REFRESH_COLUMN } from '../run/refresh-run';

/**
 * The columns of a model's table. All are nullable, including the key's: a required column cannot be relaxed
 * without rewriting the table, and the engine checks keys itself.
 */
export function tableColumns(model: Model): Column[] {
  return [
    ...model.columns.map(({ name, type, description }) => ({ name, type, description, nullable: true })),
    {
      name: REFRESH_COLUMN,
      type: 'long' as const,
      nullable: true,
      description: 'Number of the refresh that wrote the row.',
    },
  ];
}

/** The partition columns of a model's table: one or none. */
export function partitionColumns({ partitionBy }: Model): string[] {
  return partitionBy === undefined ? [] : [partitionBy];
}
