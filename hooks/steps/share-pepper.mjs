import { callDatabricks, readDatabricks, runDatabricks } from '../lib/databricks.mjs';
import { valueOf } from '../lib/environment.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';
import { PEPPER, readPepper } from './keep-pepper.mjs';

const SCOPE = 'sluice';

/**
 * The secret scope from which the job reads the pepper. It is a scope of Databricks and not one backed by Key Vault:
 * that needs a vault that Databricks reaches from outside, and manual steps. Key Vault keeps the original.
 */
export const sharePepper = {
  title: 'secret scope of Databricks',
  async run() {
    if (valueOf('DATABRICKS_WORKSPACE_URL') === undefined) return skipped('Databricks is not deployed');
    /** @type {{scopes?: readonly {name: string}[]}} */
    const { scopes = [] } = await readDatabricks('/api/2.0/secrets/scopes/list');
    const isNew = !scopes.some(({ name }) => name === SCOPE);
    if (isNew) await callDatabricks('post', '/api/2.0/secrets/scopes/create', { scope: SCOPE });
    /** @type {{secrets?: readonly {key: string}[]}} */
    const { secrets = [] } = isNew ? {} : await readDatabricks(`/api/2.0/secrets/list?scope=${SCOPE}`);
    if (secrets.some(({ key }) => key === PEPPER)) return unchanged(`${SCOPE} has the pepper`);
    await runDatabricks(['secrets', 'put-secret', SCOPE, PEPPER], { input: await readPepper() });
    return done(`${SCOPE} has the pepper now`);
  },
};
