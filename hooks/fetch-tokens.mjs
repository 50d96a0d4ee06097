import { messageOf } from './lib/errors.mjs';
import { runCli } from './lib/run-cli.mjs';

/**
 * For CI: GitHub's token is valid for five minutes, and hooks need tokens of these services later. The Azure CLI
 * keeps a token for an hour: https://github.com/Azure/login/issues/372
 */
const RESOURCES = [
  'https://vault.azure.net',
  'https://storage.azure.com',
  'https://database.windows.net/',
  // Databricks, and Azure Resource Manager as proof of the right to manage.
  '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d',
  'https://management.core.windows.net/',
  'https://analysis.windows.net/powerbi/api',
  'https://api.fabric.microsoft.com',
];

for (const resource of RESOURCES) {
  try {
    await runCli('az', ['account', 'get-access-token', '--resource', resource, '--output', 'none']);
    console.log(`  done       token for ${resource}`);
  } catch (error) {
    // A tenant without Power BI has none; the step that needs it then fails.
    console.log(`::warning::no token for ${resource}: ${messageOf(error).split('\n')[0]}`);
  }
}
