import { randomUUID } from 'node:crypto';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Parses JSON of a client.
 *
 * @param refuse makes the thrown error from the parser's message
 */
export function parseJson(text: string, refuse: (reason: string) => Error): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : '');
  }
}

/**
 * JSON of records that pass through. A number that JavaScript would write differently (`9007199254740993`,
 * `1.10`, `1e400`, `-0`) is held as a string: this mark and the number's text. No text of a file or a
 * response contains the mark.
 */
const MARK = `exact ${randomUUID()}:`;

/** Matches strings, to skip digits in them, and numbers as in RFC 8259. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
const MARKED = new RegExp(`"${MARK}([^"]+)"`, 'g');

/** @throws SyntaxError as `JSON.parse` does */
export function parseExactJson(text: string): unknown {
  const plain: unknown = JSON.parse(text);
  const marked = text.replace(TOKEN, (token) =>
    token.startsWith('"') || String(Number(token)) === token ? token : `"${MARK}${token}"`,
  );
  return marked.length === text.length ? plain : JSON.parse(marked);
}

/** @param indent as of `JSON.stringify` */
export function writeExactJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(MARKED, '$1');
}

/** Returns the original digits of a number; undefined for other values. */
export function numberText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : undefined;
}
