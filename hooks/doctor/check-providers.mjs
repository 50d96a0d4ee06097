import { providersOfTemplate, providersToRegister } from '../lib/providers.mjs';
import { needCli } from '../lib/run-cli.mjs';
import { done, unchanged } from '../lib/steps.mjs';
import { checkAzSignIn } from './check-sign-in.mjs';

/** `azd up` registers missing providers, which takes a few minutes. This check lists them. */
export const checkProviders = {
  title: 'resource providers',
  needs: checkAzSignIn.title,
  async run() {
    const wanted = new Set([...providersOfTemplate(), ...providersToRegister()]);
    /** @type {readonly string[]} */
    const registered = await needCli('az', [
      'provider',
      'list',
      '--query',
      "[?registrationState=='Registered'].namespace",
      '--output',
      'json',
    ]);
    // Azure ignores case in names of providers, and writes "microsoft.insights".
    const known = new Set(registered.map((namespace) => namespace.toLowerCase()));
    const missing = [...wanted].filter((namespace) => !known.has(namespace.toLowerCase())).sort();
    if (missing.length === 0) return unchanged(`all ${wanted.size} are registered`);
    return done(
      `${missing.join(', ')} not registered yet: \`azd up\` registers them, with Contributor. To do it now:\n` +
        missing.map((namespace) => `    az provider register --namespace ${namespace} --wait`).join('\n'),
    );
  },
};
