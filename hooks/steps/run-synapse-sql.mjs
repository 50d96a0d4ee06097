import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { need, valueOf } from '../lib/environment.mjs';
import { CliError } from '../lib/errors.mjs';
import { needCli, runCli } from '../lib/run-cli.mjs';
import { done, skipped } from '../lib/steps.mjs';
import { withRetries } from '../lib/with-retries.mjs';

const folder = () => join(valueOf('SLUICE_PROJECT') ?? join(import.meta.dirname, '..', '..'), 'synapse');
const DATABASE = 'sluice';
/** Creates that database. This file runs in `master`; the others run in the database. */
const FIRST = '10-database.sql';
/** Files from this number on read the tables of Gold. */
const VIEWS_FROM = 20;
/** A table that every refresh writes. If it exists, all tables exist. */
const TABLE = 'fact_order';

/** Database, credential and data source of the serverless pool. */
export const prepareSynapse = {
  title: 'Synapse database',
  async run() {
    if (valueOf('SYNAPSE_SERVERLESS_ENDPOINT') === undefined) return skipped('Synapse is not deployed');
    return done((await runFiles((number) => number < VIEWS_FROM)).join(', '));
  },
};

/** A view can only be created after its table. */
export const createSynapseViews = {
  title: 'Synapse views over Gold',
  needs: prepareSynapse.title,
  async run() {
    if (valueOf('SYNAPSE_SERVERLESS_ENDPOINT') === undefined) return skipped('Synapse is not deployed');
    if (!(await isGoldThere()))
      return skipped('Gold has no tables yet; run `azd hooks run postprovision` after the first refresh');
    return done((await runFiles((number) => number >= VIEWS_FROM)).join(', '));
  },
};

/**
 * Runs files of synapse/ by name, with the sign-in of the Azure CLI. Each file can run again.
 *
 * @param {(number: number) => boolean} isDue receives the number at the beginning of the name
 */
async function runFiles(isDue) {
  const names = (await readdir(folder())).filter(
    (name) => name.endsWith('.sql') && isDue(Number.parseInt(name, 10)),
  );
  for (const name of names.sort()) {
    const file = join(folder(), name);
    const text = (await readFile(file, 'utf8')).replace(/^\s*--.*$/gm, '');
    const used = [...new Set([...text.matchAll(/\$\((\w+)\)/g)].map(([, variable = '']) => variable))];
    /** @type {Readonly<Record<string, string>>} */
    const values = { LakeEndpoint: need('LAKE_DFS_ENDPOINT').replace(/\/$/, '') };
    const unknown = used.filter((variable) => !(variable in values));
    if (unknown.length > 0) throw new Error(`${name} has unknown variables: ${unknown.join(', ')}`);
    // -b: stop at an error; -I: quoted identifiers, which Synapse needs.
    await withRetries(() =>
      runSql([
        '-S',
        need('SYNAPSE_SERVERLESS_ENDPOINT'),
        '-d',
        name === FIRST ? 'master' : DATABASE,
        '--authentication-method',
        'ActiveDirectoryDefault',
        '-b',
        '-I',
        '-i',
        file,
        ...used.flatMap((variable) => ['-v', `${variable}=${values[variable]}`]),
      ]),
    );
  }
  return names;
}

/** @param {readonly string[]} args */
async function runSql(args) {
  try {
    await runCli('sqlcmd', args);
  } catch (error) {
    if (error instanceof CliError && /is not allowed to access the server/.test(error.stderr))
      error.message +=
        '\nAllow the address, then provision: `azd env set SYNAPSE_ALLOWED_ADDRESSES \'[{"name":"me","start":"192.0.2.1","end":"192.0.2.1"}]\'` and `azd provision`.';
    throw error;
  }
}

async function isGoldThere() {
  /** @type {readonly string[]} */
  const found = await withRetries(() =>
    needCli('az', [
      'storage',
      'blob',
      'list',
      '--account-name',
      need('LAKE_NAME'),
      '--container-name',
      'gold',
      '--prefix',
      `${TABLE}/_delta_log/`,
      '--num-results',
      '1',
      '--auth-mode',
      'login',
      '--query',
      '[].name',
      '--output',
      'json',
    ]),
  );
  return found.length > 0;
}
