import macros from '../../macros.json';

/**
 * Creates the models' own functions (lakehouse/macros.json) as macros of DuckDB. Spark SQL has no macros, so
 * the Spark engine inlines their text (sluice/macros.py).
 */
export const MODEL_MACROS: readonly string[] = Object.entries(macros).map(
  ([name, { parameters, sql }]) =>
    `${name}(${parameters.join(', ')}) AS ${sql.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => parameter)}`,
);
