import { providersToRegister } from '../lib/providers.mjs';
import { runCli } from '../lib/run-cli.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';

export const registerProviders = {
  title: 'resource providers',
  async run() {
    const providers = providersToRegister();
    if (providers.length === 0) return skipped('the deployment registers all of them');
    const missing = [];
    for (const provider of providers) {
      const state = await runCli('az', [
        'provider',
        'show',
        '--namespace',
        provider,
        '--query',
        'registrationState',
        '--output',
        'tsv',
      ]);
      if (state !== 'Registered') missing.push(provider);
    }
    for (const provider of missing)
      await runCli('az', ['provider', 'register', '--namespace', provider, '--wait', '--output', 'none']);
    return missing.length > 0
      ? done(`registered ${missing.join(', ')}`)
      : unchanged(`${providers.join(', ')} are registered`);
  },
};
