import { isJsonObject, type Json, type JsonObject, parseJson } from '../kit';
import { invalid, notSupported } from './refusals';

/** @throws Refusal 400 */
export function parseBody(text: string): Json {
  return parseJson(text, (reason) => invalid(`the body is not JSON: ${reason}`));
}

/** Reads an object's fields. Unknown fields are refused, because ignoring them would change the operation. */
export function readObject(value: Json | undefined, what: string, known: readonly string[]): JsonObject {
  if (!isJsonObject(value)) throw invalid(`${what} must be an object`);
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw notSupported(`The field ${unknown} of ${what}`);
  return value;
}

/** @throws Refusal 400 if it is missing or not a text */
export function readText(object: JsonObject, name: string, what: string): string {
  const value = object[name];
  if (typeof value !== 'string' || value === '') throw invalid(`${name} of ${what} must be a text`);
  return value;
}

/** A missing list is empty. @throws Refusal 400 */
export function readList(object: JsonObject, name: string, what: string): readonly Json[] {
  const value = object[name] ?? [];
  if (!Array.isArray(value)) throw invalid(`${name} of ${what} must be a list`);
  return value as readonly Json[];
}

/** Reads query parameters. Duplicate and unknown ones are refused. @throws Refusal */
export function readQuery(query: URLSearchParams, known: readonly string[]): ReadonlyMap<string, string> {
  const names = [...query.keys()];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw notSupported(`The query parameter ${unknown}`);
  if (new Set(names).size < names.length) throw invalid('a query parameter is set twice');
  return new Map(query);
}
