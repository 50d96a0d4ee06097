import { type ContractDescription } from '../contracts/contract';
import { fieldNames } from './mask-event';

/** Names of the envelope, and words of JSON. */
const COMMON = [
  'specversion',
  'id',
  'source',
  'type',
  'dataschema',
  'datacontenttype',
  'time',
  'partitionkey',
  'traceparent',
  'tracestate',
  'subject',
  'data',
  'replaces',
  'true',
  'false',
  'null',
];

/** Maximum number of characters shown of one event. */
const MAX_LENGTH = 65_536;

const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
/**
 * Matches all characters except letters, marks, digits, punctuation, symbols, spaces and the replacement for invalid UTF-8.
 */
const NEITHER = /[^\p{L}\p{M}\p{N}\p{P}\p{S}\s\u{fffd}]/gu;

/**
 * Masks a text that is not JSON. Names of fields and punctuation remain, so that its structure is visible. Each other
 * letter becomes `x`, and each other digit `0`.
 */
export function maskText(text: string, contracts: readonly ContractDescription[]): string {
  const names = new Set([...COMMON, ...contracts.flatMap((contract) => [...fieldNames(contract)])]);
  const shown = text.slice(0, MAX_LENGTH);
  const masked = shown
    .replace(NEITHER, '?')
    .replace(WORD, (word) => (names.has(word) ? word : word.replace(/\p{N}/gu, '0').replace(/[^0_]/gu, 'x')));
  return shown.length < text.length ? `${masked}…` : masked;
}
