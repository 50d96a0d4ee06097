import { type Cursor } from './cursor';

/** The column with the time of a step's events; `System.Timestamp()` reads it. */
export const TIME = 'system_timestamp';

const UNITS = ['day', 'hour', 'minute', 'second', 'millisecond'];
const COMPARISONS = ['<>', '<=', '>=', '=', '<', '>'];
const AGGREGATES = ['COUNT', 'SUM', 'AVG', 'MIN', 'MAX'];
/** JSON columns: the rest of a path after them leads into the JSON. */
const JSON_COLUMNS = ['data', 'ArrayValue'];
/** Type of a JSON value's column; NULL without one. */
const TYPES: Readonly<Record<string, (value: string) => string>> = {
  bigint: (value) => `TRY_CAST(${value} AS BIGINT)`,
  float: (value) => `TRY_CAST(${value} AS DOUBLE)`,
  bit: (value) => `CAST(TRY_CAST(${value} AS BOOLEAN) AS INTEGER)`,
  datetime: (value) => `CAST(TRY_CAST(${value} AS TIMESTAMPTZ) AS TIMESTAMP)`,
};

export interface ExpressionScope {
  /** Prefix of the time column: an alias and a point, or nothing. */
  readonly time: string;
  /** The relation whose rows TopOne takes; undefined if no aggregate is allowed. */
  readonly rows: string | undefined;
  /** Set when an aggregate was read. */
  aggregates: boolean;
}

/**
 * Converts an expression of the language to DuckDB's SQL. @throws Error for syntax outside of the subset that the
 * departments use
 */
export function readExpression(cursor: Cursor, scope: ExpressionScope): string {
  return readChain(cursor, ['OR'], () => readChain(cursor, ['AND'], () => readNegation(cursor, scope)));
}

function readChain(cursor: Cursor, operators: readonly string[], operand: () => string): string {
  let sql = operand();
  for (;;) {
    const operator = operators.find((name) => cursor.takes(name));
    if (operator === undefined) return sql;
    sql = `(${sql} ${operator} ${operand()})`;
  }
}

function readNegation(cursor: Cursor, scope: ExpressionScope): string {
  if (cursor.takes('NOT')) return `(NOT ${readNegation(cursor, scope)})`;
  const left = readSum(cursor, scope);
  if (cursor.takes('IS', 'NOT', 'NULL')) return `(${left} IS NOT NULL)`;
  if (cursor.takes('IS', 'NULL')) return `(${left} IS NULL)`;
  if (cursor.takes('IN', '(')) {
    const values = cursor.list(() => readSum(cursor, scope));
    cursor.needs(')');
    return `(${left} IN (${values.join(', ')}))`;
  }
  if (cursor.takes('BETWEEN')) {
    const low = readSum(cursor, scope);
    cursor.needs('AND');
    return `(${left} BETWEEN ${low} AND ${readSum(cursor, scope)})`;
  }
  const comparison = COMPARISONS.find((sign) => cursor.takes(sign));
  return comparison === undefined ? left : `(${left} ${comparison} ${readSum(cursor, scope)})`;
}

function readSum(cursor: Cursor, scope: ExpressionScope): string {
  return readChain(cursor, ['+', '-'], () =>
    readChain(cursor, ['*', '/', '%'], () => readOperand(cursor, scope)),
  );
}

function readOperand(cursor: Cursor, scope: ExpressionScope): string {
  const { kind } = cursor.next;
  if (cursor.takes('-')) return `(- ${readOperand(cursor, scope)})`;
  if (cursor.takes('(')) {
    const inner = readExpression(cursor, scope);
    cursor.needs(')');
    return `(${inner})`;
  }
  if (kind === 'number' || kind === 'text') return cursor.advance().text;
  if (cursor.takes('NULL')) return 'NULL';
  if (cursor.takes('CASE')) return readCase(cursor, scope);
  if (cursor.takes('System', '.', 'Timestamp', '(', ')')) return `${scope.time}${TIME}`;
  if (kind === 'name' && cursor.peek(1).text === '(') return readCall(cursor, scope);
  return readPath(cursor);
}

/** Both forms need an ELSE (https://learn.microsoft.com/stream-analytics-query/case-azure-stream-analytics). */
function readCase(cursor: Cursor, scope: ExpressionScope): string {
  const subject = cursor.is('WHEN') ? '' : ` ${readSum(cursor, scope)}`;
  let sql = `CASE${subject}`;
  while (cursor.takes('WHEN')) {
    const condition = readExpression(cursor, scope);
    cursor.needs('THEN');
    sql += ` WHEN ${condition} THEN ${readExpression(cursor, scope)}`;
  }
  cursor.needs('ELSE');
  sql += ` ELSE ${readExpression(cursor, scope)} END`;
  cursor.needs('END');
  return sql;
}

function readCall(cursor: Cursor, scope: ExpressionScope): string {
  const name = cursor.advance().text.toUpperCase();
  cursor.needs('(');
  return AGGREGATES.includes(name) ? readAggregate(cursor, scope, name) : readFunction(cursor, scope, name);
}

function readAggregate(cursor: Cursor, scope: ExpressionScope, name: string): string {
  if (scope.rows === undefined) cursor.refuse(`${name} has no group here`);
  scope.aggregates = true;
  if (name === 'COUNT' && cursor.takes('*', ')')) return 'count(*)';
  const distinct = cursor.takes('DISTINCT') ? 'DISTINCT ' : '';
  if (distinct !== '' && name !== 'COUNT') cursor.refuse(`${name} takes no DISTINCT`);
  const argument = readExpression(cursor, { ...scope, rows: undefined });
  cursor.needs(')');
  return `${name}(${distinct}${argument})`;
}

function readFunction(cursor: Cursor, scope: ExpressionScope, name: string): string {
  const argument = (): string => readExpression(cursor, scope);
  switch (name) {
    case 'TOPONE':
      return readTopOne(cursor, scope);
    case 'COALESCE': {
      const values = cursor.list(argument);
      cursor.needs(')');
      return `coalesce(${values.join(', ')})`;
    }
    case 'FLOOR': {
      const value = argument();
      cursor.needs(')');
      return `floor(${value})`;
    }
    case 'CAST':
    case 'TRY_CAST': {
      const value = argument();
      cursor.needs('AS');
      const convert = TYPES[cursor.advance().text.toLowerCase()];
      if (convert === undefined) return cursor.refuse('the type before this is not known');
      cursor.needs(')');
      return convert(value);
    }
    case 'DATEADD': {
      const unit = readUnit(cursor);
      cursor.needs(',');
      const count = cursor.wholeNumber();
      cursor.needs(',');
      const value = argument();
      cursor.needs(')');
      return `(${value} + INTERVAL (${count}) ${unit})`;
    }
    case 'DATEPART': {
      const unit = readUnit(cursor);
      cursor.needs(',');
      const value = argument();
      cursor.needs(')');
      return `date_part('${unit}', ${value})`;
    }
    case 'DATEDIFF': {
      const unit = readUnit(cursor);
      cursor.needs(',');
      const from = argument();
      cursor.needs(',');
      const to = argument();
      cursor.needs(')');
      return `date_diff('${unit}', ${from}, ${to})`;
    }
    default:
      return cursor.refuse(`the function ${name} is not known`);
  }
}

/** Orders by columns only (https://learn.microsoft.com/stream-analytics-query/topone-azure-stream-analytics). */
function readTopOne(cursor: Cursor, scope: ExpressionScope): string {
  if (scope.rows === undefined) cursor.refuse('TopOne has no group here');
  scope.aggregates = true;
  cursor.needs(')', 'OVER', '(', 'ORDER', 'BY');
  const order = cursor.list(() => {
    const column = cursor.identifier();
    const direction = ['ASC', 'DESC'].find((word) => cursor.takes(word));
    return `"${column}" ${direction ?? cursor.refuse('expects ASC or DESC')}`;
  });
  cursor.needs(')');
  return `first("${scope.rows}" ORDER BY ${order.join(', ')})`;
}

export function readUnit(cursor: Cursor): string {
  const unit = cursor.advance().text.toLowerCase();
  return UNITS.includes(unit) ? unit : cursor.refuse(`the unit ${unit} is not known`);
}

/** `a.b.c`: columns and fields of records; after a JSON column, the path into it. */
export function readPath(cursor: Cursor): string {
  const names = [cursor.identifier()];
  while (cursor.takes('.')) names.push(cursor.identifier());
  const json = names.findIndex((name) => JSON_COLUMNS.includes(name));
  if (json === -1) return names.map((name) => `"${name}"`).join('.');
  const column = names
    .slice(0, json + 1)
    .map((name) => `"${name}"`)
    .join('.');
  const fields = names.slice(json + 1);
  if (fields.length === 0) cursor.refuse(`${column} as a whole is not known`);
  return `(${column} ->> '$.${fields.join('.')}')`;
}
