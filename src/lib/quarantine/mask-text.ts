import { type ContractDescription } from '../contracts/contract';
import { fieldNames } from './mask-event';

/** Names of the envelope, and what JSON itself is written with. */
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

/** Characters that are shown of one event. */
const MAX_LENGTH = 65_536;

const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
/** ASCII punctuation and blanks, what was not UTF-8, and what this file writes. */
const NEITHER = /[^\p{L}\p{M}\p{N}\p{P}\p{S}\s\u{fffd}]/gu;

/**
 * A text that is not JSON as it may be shown: names of fields and punctuation, so that its shape is seen; everything
 * else is `x` for a letter and `0` for a digit.
 */
export function maskText(text: string, contracts: readonly ContractDescription[]): string {
  const names = new Set([...COMMON, ...contracts.flatMap((contract) => [...fieldNames(contract)])]);
  const shown = text.slice(0, MAX_LENGTH);
  const masked = shown
    .replace(NEITHER, '?')
    .replace(WORD, (word) => (names.has(word) ? word : word.replace(/\p{N}/gu, '0').replace(/[^0_]/gu, 'x')));
  return shown.length < text.length ? `${masked}…` : masked;
}
