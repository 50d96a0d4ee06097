import { type StartPosition } from '../log/start-position';
import { textOf } from './text-of';

/** The only filter of Event Hubs: the start position in the partition. */
export const SELECTOR_FILTER = 'apache.org:selector-filter:string';

export type ParsedFilter =
  | { readonly kind: 'start'; readonly start: StartPosition }
  | { readonly kind: 'unsupported'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly reason: string };

const COMPARISON =
  /^\s*amqp\.annotation\.(x-opt-offset|x-opt-sequence-number|x-opt-enqueued-time(?:-utc)?)\s*(>=?)\s*(?:'([^']*)'|([^'\s]+))\s*$/;

/**
 * Reads the filters of a source in the form that rhea decodes. Without filters a reader starts with the
 * oldest event.
 */
export function parseFilter(filter: Readonly<Record<string, unknown>> | null | undefined): ParsedFilter {
  const entries = Object.entries(filter ?? {});
  const unknown = entries.find(([name]) => name !== SELECTOR_FILTER);
  if (unknown !== undefined) return { kind: 'unsupported', reason: `the filter "${unknown[0]}" is unknown` };
  const value = entries[0]?.[1];
  if (value === undefined) return { kind: 'start', start: { kind: 'earliest' } };
  const selector = textOf(value);
  if (selector === undefined) return { kind: 'invalid', reason: 'the selector is not a string' };
  return parseSelector(selector);
}

function parseSelector(selector: string): ParsedFilter {
  // .NET writes the value without quotes.
  const [, annotation, operator, quoted, bare] = COMPARISON.exec(selector) ?? [];
  const text = quoted ?? bare;
  if (annotation === undefined || operator === undefined || text === undefined) {
    return {
      kind: 'unsupported',
      reason: `"${selector}" is not a single comparison of offset, sequence number or enqueued time`,
    };
  }
  const inclusive = operator === '>=';
  if (annotation === 'x-opt-offset') {
    if (text === '-1') return { kind: 'start', start: { kind: 'earliest' } };
    if (text === '@latest') {
      if (!inclusive) return { kind: 'start', start: { kind: 'latest' } };
      return { kind: 'invalid', reason: 'there is no event at the position @latest to include' };
    }
  }
  if (!/^-?\d{1,15}$/.test(text))
    return { kind: 'invalid', reason: `"${text}" in "${selector}" is not a number` };
  const kind =
    annotation === 'x-opt-offset'
      ? 'offset'
      : annotation === 'x-opt-sequence-number'
        ? 'sequenceNumber'
        : 'enqueuedTime';
  return { kind: 'start', start: { kind, value: Number(text), inclusive } };
}
