import macros from '../../macros.json';

/**
 * The functions of the models' own (lakehouse/macros.json), as DuckDB makes macros. The Spark engine, whose SQL has none,
 * writes their text into the models' (sluice/macros.py).
 */
export const MODEL_MACROS: readonly string[] = Object.entries(macros).map(
  ([name, { parameters, sql }]) =>
    `${name}(${parameters.join(', ')}) AS ${sql.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => parameter)}`,
);
