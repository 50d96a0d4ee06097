import { isBinaryMode, toStructuredMode } from '../contracts/envelope';
import { decodeJson } from '../contracts/decode-json';
import { type QuarantinedLine } from './quarantine-record';

/** The longest id that an envelope may have. A longer one is not an id. */
const MAX_LENGTH = 256;

/**
 * Reads the id of a quarantined event, so that its sender can find it. Ids are not protected: the envelope has no
 * personal data (docs/contracts.md).
 *
 * @returns null if the event has no readable id, or if it may end the process again
 */
export function readEventId(line: QuarantinedLine): string | null {
  if (line.rejections.some(({ code }) => code === 'poison')) return null;
  const structured = isBinaryMode(line) ? toStructuredMode(line) : line.body;
  const decoded = Buffer.isBuffer(structured) ? decodeJson(structured) : undefined;
  if (decoded === undefined || !('value' in decoded)) return null;
  const { value } = decoded;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { id } = value as { readonly id?: unknown };
  return typeof id === 'string' && id !== '' && id.length <= MAX_LENGTH ? id : null;
}
