import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { need, valueOf } from '../lib/environment.mjs';
import { needCli, runCli } from '../lib/run-cli.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';
import { withRetries } from '../lib/with-retries.mjs';

/** Name of the secret, in Key Vault and in the secret scope of Databricks. */
export const PEPPER = 'pseudonym-pepper';

/**
 * The pepper of pseudonyms is created once: another one would change the hashes of every person. It is never shown,
 * and never an argument of a command.
 */
export const keepPepper = {
  title: 'pepper for pseudonyms in Key Vault',
  async run() {
    if (valueOf('DATABRICKS_WORKSPACE_URL') === undefined) return skipped('Databricks is not deployed');
    const vault = need('KEY_VAULT_NAME');
    /** @type {readonly string[]} */
    const found = await withRetries(() =>
      needCli('az', [
        'keyvault',
        'secret',
        'list',
        '--vault-name',
        vault,
        '--query',
        `[?name=='${PEPPER}'].name`,
        '--output',
        'json',
      ]),
    );
    if (found.length > 0) return unchanged(`${vault} has it`);

    const folder = await mkdtemp(join(tmpdir(), 'sluice-'));
    try {
      const file = join(folder, PEPPER);
      await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
      await withRetries(() =>
        runCli('az', [
          'keyvault',
          'secret',
          'set',
          '--vault-name',
          vault,
          '--name',
          PEPPER,
          '--file',
          file,
          '--encoding',
          'utf-8',
          '--output',
          'none',
        ]),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
    return done(`created in ${vault}`);
  },
};

/** The pepper, for passing it through standard input. */
export function readPepper() {
  return runCli('az', [
    'keyvault',
    'secret',
    'show',
    '--vault-name',
    need('KEY_VAULT_NAME'),
    '--name',
    PEPPER,
    '--query',
    'value',
    '--output',
    'tsv',
  ]);
}
