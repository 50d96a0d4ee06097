import { types } from 'node:util';
import { LakehouseError } from '../lakehouse-error';
import { suggest, toHint } from './suggest';

/**
 * Puts DuckDB's error of a query into plain words, with the names that a typing error most likely meant.
 *
 * @param relations names of all tables and views, such as `gold.sales_day`
 * @returns the error itself if it is not DuckDB's
 */
export function explainSqlError(error: unknown, relations: readonly string[]): unknown {
  const message = types.isNativeError(error) ? error.message : '';
  const [, kind, text] = /^(\w+(?: \w+)?) Error: ([^]*)$/.exec(message) ?? [];
  if (kind === undefined || text === undefined) return error;
  const [reason, place] = splitPlace(text);
  return new LakehouseError('option_invalid', `${explain(kind, reason, relations)}${place}`, error);
}

/** DuckDB shows the line of the SQL with a mark after its message. */
function splitPlace(text: string): readonly [reason: string, place: string] {
  const start = text.search(/\n\s*LINE \d+: /);
  if (start < 0) return [text.trim(), ''];
  return [text.slice(0, start).trim(), `\n\n  ${text.slice(start).trim().replace(/\n/g, '\n  ').trimEnd()}`];
}

function explain(kind: string, reason: string, relations: readonly string[]): string {
  const table = /^Table with name "?([^"\s]+)"? does not exist/.exec(reason)?.[1];
  if (table !== undefined) return unknownRelation(table, relations);
  const column = /^Referenced column "(.+?)" not found/.exec(reason)?.[1];
  if (column !== undefined)
    return unknownColumn(column, quoted(/Candidate bindings: (.*)/.exec(reason)?.[1]));
  const lonely = /^Referenced column "(.+?)" was not found because the FROM clause is missing/.exec(
    reason,
  )?.[1];
  if (lonely !== undefined) return `there is no column ${lonely}, because the SQL has no FROM with a table.`;
  const [, ofTable = '', member] = /"(.+?)" does not have a column named "(.+?)"/.exec(reason) ?? [];
  if (member !== undefined)
    return `${ofTable} has no column ${member}.${toHint(suggest(member, quoted(/Candidate bindings: (.*)/.exec(reason)?.[1])))} \`describe TABLE\` lists the columns.`;
  const key = /^Could not find key "(.+?)" in struct/.exec(reason)?.[1];
  if (key !== undefined) {
    const keys = quoted(/Candidate Entries: (.*)/.exec(reason)?.[1]);
    return `the struct has no field ${key}.${toHint(suggest(key, keys))} It has ${keys.join(', ')}.`;
  }
  const [, what = '', called] =
    /^(\w+ Function|Macro Function|Type) with name (\S+) does not exist/i.exec(reason) ?? [];
  if (called !== undefined)
    return `there is no ${what.toLowerCase().replace(/^(scalar|table|macro) /, '')} ${called.replace(/!$/, '')}.${toHint(quoted(/Did you mean (.*)\?/.exec(reason)?.[1]))}`;
  const near = /syntax error at (?:or near "(.+?)"|(end of input))/.exec(reason);
  if (near !== null)
    return near[2] === undefined
      ? `the SQL cannot be read at "${near[1] ?? ''}": look at the word before it.`
      : 'the SQL ends too early.';
  return kind === 'Binder' || kind === 'Catalog' || kind === 'Parser'
    ? reason
    : `${kind.toLowerCase()}: ${reason}`;
}

/** The refusal of a name that is no table and no view. */
export function unknownRelation(name: string, relations: readonly string[]): string {
  const list =
    relations.length === 0 ? 'It has no tables yet.' : '`npm run query` without SQL lists all names.';
  return `the lake has no ${name}.${toHint(suggest(name, relations))} ${list}`;
}

function unknownColumn(name: string, candidates: readonly string[]): string {
  const near = suggest(name, candidates);
  const rest =
    near.length > 0 || candidates.length === 0 ? '' : ` The nearest names are ${candidates.join(', ')}.`;
  return `there is no column ${name}.${toHint(near)}${rest} \`describe TABLE\` lists the columns.`;
}

/** The texts in double quotes. */
function quoted(text = ''): string[] {
  return [...text.matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? '');
}
