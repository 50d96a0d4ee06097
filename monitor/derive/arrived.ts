/** Answer of the local Power BI: the number of rows of each table, and the last of them, newest first. */
export interface ArrivedAnswer {
  readonly datasets: readonly {
    readonly name: string;
    readonly tables: readonly {
      readonly name: string;
      readonly rows: number;
      readonly newest: readonly Readonly<Record<string, unknown>>[];
    }[];
  }[];
}

/** Newest rows of a table, as texts. */
export interface ArrivedTable {
  readonly name: string;
  readonly total: number;
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** Tables with rows, those with the most first. */
export function toArrivedTables(answer: ArrivedAnswer): readonly ArrivedTable[] {
  return answer.datasets
    .flatMap((dataset) =>
      dataset.tables.map(({ name, rows: total, newest }) => ({
        name: answer.datasets.length === 1 ? name : `${dataset.name}: ${name}`,
        total,
        columns: [...new Set(newest.flatMap((row) => Object.keys(row)))],
        rows: newest.map((row) =>
          Object.fromEntries(Object.entries(row).map(([column, value]) => [column, toText(value)])),
        ),
      })),
    )
    .filter(({ total }) => total > 0)
    .sort((one, other) => other.total - one.total);
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '–' : JSON.stringify(value);
}
