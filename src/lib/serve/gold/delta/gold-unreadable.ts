import { SluiceError } from '../../../platform/errors';

/** A table that this reader must not answer from: it would leave rows out, or show wrong ones. */
export function goldUnreadable(table: string, reason: string, cause?: unknown): SluiceError {
  return new SluiceError('gold_unreadable', `the table ${table} cannot be read: ${reason}`, {
    kind: 'permanent',
    data: { table },
    cause,
  });
}
