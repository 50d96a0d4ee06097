import { SOURCES } from '../../../src/lib/contracts/source';
import { Cursor } from './cursor';
import { type ExpressionScope, readExpression, readPath, readUnit, TIME } from './expression';

/** Inputs and outputs of a query, and their SQL in DuckDB. */
export interface Translation {
  /** Views by name, each after the views that it reads. */
  readonly steps: ReadonlyMap<string, string>;
  /** SELECTs by output. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Inputs, one entry for each place that reads one. */
  readonly inputs: readonly string[];
}

const SECONDS: Readonly<Record<string, number>> = {
  day: 86_400,
  hour: 3600,
  minute: 60,
  second: 1,
  millisecond: 0.001,
};
/** Maximum of a window, in seconds. */
const LONGEST_WINDOW = 7 * 86_400;
export const INPUTS: readonly string[] = SOURCES;

/**
 * Converts a query of a department to DuckDB's SQL. It supports only the syntax that the departments use. Another
 * function, clause or form is refused, so that nothing runs with a different meaning than in Stream Analytics.
 *
 * Each step has the time of its events in a separate column. An input has the time of TIMESTAMP BY, a window its end,
 * a join the later of two (https://learn.microsoft.com/stream-analytics-query/system-timestamp-stream-analytics).
 */
export function translate(query: string): Translation {
  const cursor = new Cursor(query);
  const steps = new Map<string, string>();
  const outputs = new Map<string, string>();
  const inputs: string[] = [];
  cursor.needs('WITH');
  cursor.list(() => {
    const name = cursor.identifier();
    if (steps.has(name) || INPUTS.includes(name.toLowerCase())) cursor.refuse(`${name} is taken`);
    cursor.needs('AS', '(');
    const parts = [readSelect(cursor, steps, inputs)];
    while (cursor.takes('UNION')) parts.push(readSelect(cursor, steps, inputs));
    cursor.needs(')');
    const [first] = parts;
    for (const { output, columns } of parts) {
      if (output !== undefined) cursor.refuse(`${name} is a step, and has no INTO`);
      if (columns !== first?.columns) cursor.refuse(`the parts of ${name} have other columns`);
    }
    // UNION keeps duplicates (https://learn.microsoft.com/stream-analytics-query/union-azure-stream-analytics).
    steps.set(name, parts.map(({ sql }) => sql).join('\nUNION ALL\n'));
  });
  while (cursor.next.kind !== 'end') {
    const { sql, output } = readSelect(cursor, steps, inputs);
    if (output === undefined || outputs.has(output)) cursor.refuse('each SELECT needs a different INTO');
    else outputs.set(output, sql);
  }
  return { steps, outputs, inputs };
}

interface Select {
  readonly sql: string;
  readonly output: string | undefined;
  /** Names of the columns, for a UNION. */
  readonly columns: string;
}

function readSelect(cursor: Cursor, steps: ReadonlyMap<string, string>, inputs: string[]): Select {
  cursor.needs('SELECT');
  // The meaning of selected columns depends on the relations, so the list is read after FROM.
  const list = cursor.mark();
  cursor.skipTo('INTO', 'FROM');
  const output = cursor.takes('INTO') ? cursor.identifier() : undefined;
  cursor.needs('FROM');
  const source = readSource(cursor, steps, inputs);
  const condition = cursor.takes('WHERE') ? readExpression(cursor, scopeOf(source)) : undefined;
  const group = cursor.takes('GROUP', 'BY') ? readGroup(cursor, source) : undefined;
  const end = cursor.mark();

  cursor.goTo(list);
  const scope: ExpressionScope = { ...scopeOf(source), rows: group === undefined ? undefined : source.rows };
  const grouped = { ...scope, time: group === undefined ? source.time : '' };
  const items = readItems(cursor, grouped);
  cursor.goTo(end);
  if (group !== undefined && !grouped.aggregates) cursor.refuse('a group without an aggregate is not known');

  const where = [source.condition, condition].filter((part) => part !== undefined).join(' AND ');
  const from = `${source.sql}${where === '' ? '' : `\nWHERE ${where}`}`;
  const columns = items.map(({ name }) => name).join();
  const selected = items.map(({ sql }) => sql).join(', ');
  if (group === undefined)
    return { sql: `SELECT ${selected}, ${source.instant} AS ${TIME}\nFROM ${from}`, output, columns };
  const by = [...group.keys, TIME].join(', ');
  const inner = `SELECT * REPLACE (${group.end} AS ${TIME}) FROM (SELECT * FROM ${from})`;
  return {
    sql: `SELECT ${selected}, ${TIME}\nFROM (${inner}) AS "${source.rows ?? ''}"\nGROUP BY ${by}`,
    output,
    columns,
  };
}

interface Source {
  readonly sql: string;
  /** Prefix of the time column: an alias and a point. */
  readonly time: string;
  /** The time of a row. */
  readonly instant: string;
  readonly rows: string | undefined;
  /** Conditions on each row, besides WHERE. */
  readonly condition: string | undefined;
}

const scopeOf = ({ time }: Source): ExpressionScope => ({ time, rows: undefined, aggregates: false });

function readSource(cursor: Cursor, steps: ReadonlyMap<string, string>, inputs: string[]): Source {
  const name = cursor.identifier();
  if (INPUTS.includes(name)) {
    inputs.push(name);
    cursor.needs('TIMESTAMP', 'BY');
    const time = `CAST(TRY_CAST(${readPath(cursor)} AS TIMESTAMPTZ) AS TIMESTAMP)`;
    const sql = `(SELECT *, ${time} AS ${TIME} FROM "${name}") AS "${name}"`;
    // An event without a valid time is not part of the stream.
    return { sql, time: '', instant: TIME, rows: name, condition: `${TIME} IS NOT NULL` };
  }
  if (!steps.has(name)) cursor.refuse(`${name} is neither an input nor a step before this`);
  if (!cursor.takes('AS'))
    return { sql: `"${name}"`, time: '', instant: TIME, rows: name, condition: undefined };
  const alias = cursor.identifier();
  const time = `"${alias}".`;
  if (cursor.takes('CROSS', 'APPLY', 'GetArrayElements', '(')) {
    const array = readPath(cursor);
    cursor.needs(')', 'AS');
    const element = cursor.identifier();
    const elements = `(SELECT unnest(from_json(${array}, '["JSON"]')) AS "ArrayValue") AS "${element}"`;
    const sql = `"${name}" AS "${alias}", LATERAL ${elements}`;
    return { sql, time, instant: `${time}${TIME}`, rows: undefined, condition: undefined };
  }
  cursor.needs('LEFT', 'JOIN');
  const other = cursor.identifier();
  if (!steps.has(other)) cursor.refuse(`${other} is not a step before this`);
  cursor.needs('AS');
  const otherAlias = cursor.identifier();
  cursor.needs('ON');
  const left = readPath(cursor);
  cursor.needs('=');
  const equal = `${left} = ${readPath(cursor)}`;
  // The bound in time that each join needs: here, the same instant.
  cursor.needs('AND', 'DATEDIFF', '(');
  readUnit(cursor);
  cursor.needs(',', alias, ',', otherAlias, ')', 'BETWEEN');
  if (cursor.wholeNumber() !== 0) cursor.refuse('only joins of one instant are known');
  cursor.needs('AND');
  if (cursor.wholeNumber() !== 0) cursor.refuse('only joins of one instant are known');
  const sql = `"${name}" AS "${alias}" LEFT JOIN "${other}" AS "${otherAlias}" ON ${equal} AND ${time}${TIME} = "${otherAlias}".${TIME}`;
  return { sql, time, instant: `${time}${TIME}`, rows: undefined, condition: undefined };
}

interface Item {
  readonly name: string;
  readonly sql: string;
}

function readItems(cursor: Cursor, scope: ExpressionScope): Item[] {
  if (cursor.takes('*')) {
    if (scope.rows !== undefined) cursor.refuse('* does not go with a group');
    return [{ name: '*', sql: `* EXCLUDE (${TIME})` }];
  }
  return cursor.list(() => {
    const isColumn = [',', 'FROM', 'INTO'].includes(cursor.peek(1).text.toUpperCase());
    const sql = readExpression(cursor, scope);
    if (isColumn) return { name: sql, sql };
    cursor.needs('AS');
    const name = `"${cursor.identifier()}"`;
    return { name, sql: `${sql} AS ${name}` };
  });
}

interface Group {
  readonly keys: readonly string[];
  /** The time of the group, from the time of a row. */
  readonly end: string;
}

/** A group has a window: a tumbling one, or the snapshot of one instant. */
function readGroup(cursor: Cursor, { rows }: Source): Group {
  if (rows === undefined) cursor.refuse('a group of a join or of array elements is not known');
  let end: string | undefined;
  const keys: string[] = [];
  cursor.list(() => {
    const snapshot = cursor.takes('System', '.', 'Timestamp', '(', ')');
    const tumbling = !snapshot && cursor.takes('TumblingWindow', '(');
    if (!snapshot && !tumbling) return keys.push(readPath(cursor));
    if (end !== undefined) cursor.refuse('a second window is not known');
    end = snapshot ? TIME : readWindow(cursor);
    return 0;
  });
  return { keys, end: end ?? cursor.refuse('a window must be specified') };
}

/**
 * The end of the window of a time. Windows include their end and not their beginning, and are shifted by the offset
 * (https://learn.microsoft.com/stream-analytics-query/tumbling-window-azure-stream-analytics).
 */
function readWindow(cursor: Cursor): string {
  const span = (word: string): number => {
    cursor.needs(word, '(');
    const unit = readUnit(cursor);
    cursor.needs(',');
    const count = cursor.wholeNumber();
    cursor.needs(')');
    return Math.round(count * (SECONDS[unit] ?? NaN) * 1_000_000);
  };
  const size = span('Duration');
  cursor.needs(',');
  const offset = span('Offset');
  cursor.needs(')');
  if (!(size > 0 && size <= LONGEST_WINDOW * 1_000_000)) cursor.refuse('a window has at most seven days');
  return `make_timestamp(((epoch_us(${TIME}) - (${offset}) + ${size} - 1) // ${size}) * ${size} + (${offset}))`;
}
