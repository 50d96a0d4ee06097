import { createHash } from 'node:crypto';
import { type ContractCatalog } from '../contracts/catalog';
import { writeExactJson } from '../platform/text/exact-json';
import { type Fix } from './replay-api';

/** Returns a key that is equal for equal fixes: 16 hexadecimal digits. */
export type FixKeys = (fix: Fix | undefined) => string;

const KEY_LENGTH = 16;

/**
 * Creates the keys by which attempts are counted. The same fix has the same result as long as the contracts are
 * unchanged. So the key covers the fix and every contract: a changed patch, another version, and a new or changed
 * contract each make another key.
 */
export function createFixKeys(registry: Pick<ContractCatalog, 'all'>): FixKeys {
  const contracts = createHash('sha256');
  for (const { id, schema } of registry.all()) contracts.update(JSON.stringify([id, schema]));
  const fingerprint = contracts.digest('hex');
  return (fix) =>
    createHash('sha256')
      .update(fingerprint)
      .update(writeExactJson(fix ?? null))
      .digest('hex')
      .slice(0, KEY_LENGTH);
}
