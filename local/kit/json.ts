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
 * Reads JSON that a client sent.
 *
 * @param refuse makes the error that is thrown, of the parser's words
 */
export function parseJson(text: string, refuse: (reason: string) => Error): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : '');
  }
}

/**
 * JSON for records that pass through: a number that JavaScript cannot write as it was read (`9007199254740993`, `1.10`, `1e400`,
 * `-0`) is held as a string with this mark before its text. No text of a file or an answer has it.
 */
const MARK = `exact ${randomUUID()}:`;

/** Strings are matched so that digits in them are passed over; numbers as RFC 8259 writes them. */
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

/** The digits of a number as they were read; undefined for what is no number. */
export function numberText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : undefined;
}
