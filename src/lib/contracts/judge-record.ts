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
    if (contract.read(bytes, 0) === bytes.length) {
      return { verdict: 'accepted', record: JSON.parse(bytes.toString()) as unknown };
    }
    const decoded = decodeJson(bytes);
    if ('code' in decoded) return { verdict: 'rejected', rejections: [decoded] };
    const rejections = contract.validate(decoded.value);
    if (rejections) return { verdict: 'rejected', rejections };
    const name = findRepeatedName(decoded.text);
    if (name !== undefined) return { verdict: 'rejected', rejections: [repeatedName(name)] };
    return { verdict: 'accepted', record: decoded.value };
  } catch (error) {
    return { verdict: 'rejected', rejections: [failed(error)] };
  }
}
