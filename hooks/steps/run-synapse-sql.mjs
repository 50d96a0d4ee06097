import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { need, valueOf } from '../lib/environment.mjs';
import { runCli } from '../lib/run-cli.mjs';
import { done, skipped } from '../lib/steps.mjs';
import { withRetries } from '../lib/with-retries.mjs';

const folder = () => join(valueOf('SLUICE_PROJECT') ?? join(import.meta.dirname, '..', '..'), 'synapse');

/** The values of `$(Name)` in the files. */
const variables = () => ({
  LakeUrl: need('LAKE_DFS_ENDPOINT').replace(/\/$/, ''),
  GoldContainer: valueOf('GOLD_CONTAINER') ?? 'gold',
});

/**
 * Runs the files of synapse/ by name in the serverless pool, signed in as the Azure CLI. Each is written so that it may
 * run again. Files of its subfolders are for a pool that this deployment does not make.
 */
export const runSynapseSql = {
  title: 'Synapse views over Gold',
  async run() {
    const server = valueOf('SYNAPSE_SERVERLESS_ENDPOINT');
    if (server === undefined) return skipped('Synapse is not deployed');
    const files = (await readdir(folder())).filter((name) => name.endsWith('.sql')).sort();
    for (const name of files) {
      const file = join(folder(), name);
      const used = [
        ...new Set([...(await readFile(file, 'utf8')).matchAll(/\$\((\w+)\)/g)].map(([, key]) => key)),
      ];
      const values = variables();
      const unknown = used.filter((key) => !(key in values));
      if (unknown.length > 0)
        throw new Error(`${name} has variables that nobody sets: ${unknown.join(', ')}`);
      // -b: an error ends it; -I: quoted identifiers, which Synapse needs.
      await withRetries(() =>
        runCli('sqlcmd', [
          ...['-S', server, '-d', 'master', '--authentication-method', 'ActiveDirectoryDefault'],
          ...['-b', '-I', '-i', file],
          ...used.flatMap((key) => ['-v', `${key}=${values[key]}`]),
        ]),
      );
    }
    return done(files.join(', '));
  },
};
