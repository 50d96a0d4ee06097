import { valueOf } from '../lib/environment.mjs';
import { stderrOf } from '../lib/errors.mjs';
import { findTool } from '../lib/find-tool.mjs';
import { readCli } from '../lib/run-cli.mjs';
import { done, skipped } from '../lib/steps.mjs';

/** Its switches decide which checks are needed. As in azd, variables of the shell take precedence. */
export const checkAzdEnvironment = {
  title: 'azd environment',
  async run() {
    try {
      findTool('azd');
    } catch {
      return skipped('azd is not on this machine (see below); the defaults of every switch are used');
    }
    if (valueOf('AZURE_ENV_NAME') !== undefined) return done(`${valueOf('AZURE_ENV_NAME')}, from the shell`);
    /** @type {Record<string, string> | undefined} */
    let values;
    try {
      values = await readCli('azd', ['env', 'get-values', '--output', 'json']);
    } catch (error) {
      // The message differs by azd version: no environment was created or selected yet.
      if (!/no (default )?environment|environment .*not (exist|found)|not specified/i.test(stderrOf(error)))
        throw error;
      return skipped('there is none yet, and `azd up` creates one; the defaults of every switch are used');
    }
    for (const [name, value] of Object.entries(values ?? {})) process.env[name] ??= value;
    return done(`${valueOf('AZURE_ENV_NAME') ?? 'without a name'}, its switches are used`);
  },
};
