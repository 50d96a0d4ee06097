import { createHmac } from 'node:crypto';

/** Fields of a user delegation key, which a SAS repeats. */
export type DelegationKeyField = 'skoid' | 'sktid' | 'skt' | 'ske' | 'sks' | 'skv' | 'skdutid';

const FIELDS: readonly DelegationKeyField[] = ['skoid', 'sktid', 'skt', 'ske', 'sks', 'skv', 'skdutid'];

/**
 * Derives the key of Get User Delegation Key from the account's key and the key's own fields. So the lake does not
 * store the keys that it gives.
 */
export function toDelegationKey(accountKey: Buffer, get: (field: DelegationKeyField) => string): Buffer {
  const text = ['user-delegation-key', ...FIELDS.map(get)].join('\n');
  return createHmac('sha256', accountKey).update(text).digest();
}
