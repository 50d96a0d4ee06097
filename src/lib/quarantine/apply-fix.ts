import { applyPatch, Pointer } from 'rfc6902';
import { type ContractCatalog } from '../contracts/catalog';
import { isSameJson, parseExactJson, writeExactJson } from '../platform/text/exact-json';
import { type Fix, type PatchOperation, type ReplayRejection } from './replay-api';

/**
 * Applies a fix to an event. A patch writes the whole event again, with the original text of every number. Other fixes
 * keep all other bytes.
 *
 * @param text the event in structured mode: valid JSON, an object
 */
export function applyFix(
  text: string,
  fix: Fix | undefined,
  registry: Pick<ContractCatalog, 'find'>,
): { readonly text: string } | { readonly failure: ReplayRejection } {
  if (fix === undefined) return { text };
  if ('event' in fix) return { text: writeExactJson(fix.event) };
  if ('patch' in fix) {
    const changed = patched(parseExactJson(text), fix.patch);
    return 'failure' in changed ? changed : { text: writeExactJson(changed.value) };
  }
  const { type } = JSON.parse(text) as { readonly type?: unknown };
  const contract = typeof type === 'string' ? registry.find(type, fix.version) : undefined;
  if (contract !== undefined) return { text: setMember(text, 'dataschema', contract.id) };
  const message = `The event's contract has no version ${fix.version}.`;
  return { failure: { code: 'unknown_version', path: '/dataschema', message } };
}

function patched(
  event: unknown,
  patch: readonly PatchOperation[],
): { readonly value: unknown } | { readonly failure: ReplayRejection } {
  // The library copies values. A later operation can change them, and the same patch is applied to other events.
  for (const [index, operation] of patch.entries()) {
    if (applies(event, operation)) continue;
    // The library's own message can contain values.
    const message = `Operation ${index + 1} of the patch (${operation.op} ${operation.path}) does not apply to the event.`;
    return { failure: { code: 'patch_failed', path: operation.path, message } };
  }
  return { value: event };
}

/** Changes the event. Returns false if the operation does not apply. */
function applies(event: unknown, operation: PatchOperation): boolean {
  try {
    // The library would compare numbers by their notation.
    if (operation.op === 'test')
      return isSameJson(Pointer.fromJSON(operation.path).get(event), operation.value);
    const [error] = applyPatch(event, [operation]);
    return error === null || error === undefined;
  } catch (error) {
    // The library throws if a path leads through a text or a number.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** A member of an object in a JSON text, with the positions of its value. */
export interface JsonMember {
  readonly name: string;
  readonly valueStart: number;
  /** After the last character. */
  readonly valueEnd: number;
}

/**
 * Finds the members of the object in a JSON text.
 *
 * @param text valid JSON, an object
 */
export function findMembers(text: string): readonly JsonMember[] {
  const members: JsonMember[] = [];
  let at = skipBlanks(text, text.indexOf('{') + 1);
  while (text[at] === '"') {
    const nameEnd = endOfString(text, at);
    const name = JSON.parse(text.slice(at, nameEnd)) as string;
    const valueStart = skipBlanks(text, text.indexOf(':', nameEnd) + 1);
    const valueEnd = endOfValue(text, valueStart);
    members.push({ name, valueStart, valueEnd });
    at = skipBlanks(text, valueEnd);
    if (text[at] === ',') at = skipBlanks(text, at + 1);
  }
  return members;
}

/**
 * Sets a member to another value, or adds it in front. The rest of the text is unchanged: numbers that JavaScript
 * cannot hold, the order of members, and spaces.
 *
 * @param text valid JSON, an object
 */
export function setMember(text: string, name: string, value: string): string {
  const members = findMembers(text);
  const json = JSON.stringify(value);
  const member = members.find((one) => one.name === name);
  if (member !== undefined) return text.slice(0, member.valueStart) + json + text.slice(member.valueEnd);
  const start = text.indexOf('{') + 1;
  const comma = members.length === 0 ? '' : ',';
  return `${text.slice(0, start)}${JSON.stringify(name)}:${json}${comma}${text.slice(start)}`;
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
    } else if (character === '{' || character === '[') {
      depth += 1;
      at += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
      at += 1;
    } else if (depth === 0) {
      while (at < text.length && !/[\s,}\]]/.test(text.charAt(at))) at += 1;
    } else {
      at += 1;
    }
  } while (depth > 0);
  return at;
}

/** Returns the position after the quotation mark that closes the string from `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
  return at;
}
