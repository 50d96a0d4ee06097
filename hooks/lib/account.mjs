import { valueOf } from './environment.mjs';
import { needCli } from './run-cli.mjs';

/** @typedef {{id: string, name: string, tenant: string, user: {name: string, type: string}}} Account `id` is the subscription's */

/**
 * Returns the account and subscription of the Azure CLI's sign-in.
 *
 * @returns {Promise<Account>}
 * @throws Error if azd uses another subscription, or if there is no sign-in
 */
export async function readAccount() {
  /** @type {Account} */
  const account = await needCli('az', [
    'account',
    'show',
    '--query',
    '{id:id,name:name,tenant:tenantId,user:user}',
    '--output',
    'json',
  ]);
  const wanted = valueOf('AZURE_SUBSCRIPTION_ID');
  if (wanted !== undefined && account.id !== wanted)
    throw new Error(
      `az is set to the subscription ${account.id}, azd to ${wanted}; run \`az account set --subscription ${wanted}\``,
    );
  return account;
}
