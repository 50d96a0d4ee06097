import { type Contract, type Rejection } from './contract';
import { decodeJson, repeatedName } from './decode-json';
import { findRepeatedName } from './repeated-names';
import { DEFAULT_MAX_EVENT_BYTES, failed, tooLarge } from './judge-rejections';

export type RecordVerdict =
  | { readonly verdict: 'accepted'; /** The parsed record. */ readonly record: unknown }
  | { readonly verdict: 'rejected'; readonly rejections: readonly Rejection[] };

/**
 * Judges one bare record, as HTTP brings it, against a contract. Paths of rejections are relative to the record.
 *
 * @param bytes JSON in UTF-8.
 * @param maxEventBytes longest record. @default 262144
 */
export function judgeRecord(
  contract: Contract,
  bytes: Buffer,
  maxEventBytes: number = DEFAULT_MAX_EVENT_BYTES,
): RecordVerdict {
  if (bytes.length > maxEventBytes) return { verdict: 'rejected', rejections: [tooLarge(maxEventBytes)] };
  try {
    const decoded = decodeJson(bytes);
    if ('code' in decoded) return { verdict: 'rejected', rejections: [decoded] };
    const { text, value, quotes } = decoded;
    const expectedQuotes = contract.accept(value);
    if (expectedQuotes < 0) {
      const rejections = contract.validate(value);
      if (rejections) return { verdict: 'rejected', rejections };
    }
    // Counting is enough where every quotation mark is a delimiter; elsewhere the text is read once more.
    if (expectedQuotes < 0 || quotes !== expectedQuotes) {
      const name = findRepeatedName(text);
      if (name !== undefined) return { verdict: 'rejected', rejections: [repeatedName(name)] };
    }
    return { verdict: 'accepted', record: value };
  } catch (error) {
    return { verdict: 'rejected', rejections: [failed(error)] };
  }
}
