/** Newest rows of a table at the local Power BI, as texts. */
export interface ArrivedTable {
  readonly name: string;
  readonly total: number;
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

type Members = Readonly<Record<string, unknown>>;

const MOST_ROWS = 20;

/** Tables of an answer, wherever it holds lists of rows: `{tables: [{name, rows}]}`, `{datasets: [{tables}]}` or `{rows}`. */
export function toArrivedTables(answer: unknown): readonly ArrivedTable[] {
  if (Array.isArray(answer)) return answer.flatMap(toArrivedTables);
  if (!isMembers(answer)) return [];
  const nested = [...lists(answer, 'datasets'), ...lists(answer, 'tables')].flatMap(toArrivedTables);
  const rows = lists(answer, 'rows').filter(isMembers);
  if (!Array.isArray(answer['rows']) || rows.length === 0) return nested;
  const newest = rows.slice(-MOST_ROWS).reverse();
  const total = ['total', 'count', 'rowCount']
    .map((name) => answer[name])
    .find((value) => typeof value === 'number');
  const own: ArrivedTable = {
    name:
      typeof answer['name'] === 'string'
        ? answer['name']
        : typeof answer['table'] === 'string'
          ? answer['table']
          : 'Rows',
    total: total ?? rows.length,
    columns: [...new Set(newest.flatMap((row) => Object.keys(row)))],
    rows: newest.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toText(value)])),
    ),
  };
  return [own, ...nested];
}

function lists(answer: Members, name: string): readonly unknown[] {
  const value = answer[name];
  return Array.isArray(value) ? value : [];
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '–';
  return JSON.stringify(value);
}
