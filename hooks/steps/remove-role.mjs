import { need, valueOf } from '../lib/environment.mjs';
import { stderrOf } from '../lib/errors.mjs';
import { needCli, runCli } from '../lib/run-cli.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';
import { withRetries } from '../lib/with-retries.mjs';

/** A role definition is not in the resource group, so it would remain; an assigned one cannot be deleted. */
export const removeRole = {
  title: 'role for runs of pipelines',
  async run() {
    const role = valueOf('PIPELINE_RUNS_ROLE_NAME');
    if (role === undefined) return skipped('Data Factory is not deployed');
    /** @type {readonly string[]} */
    const found = await needCli('az', [
      'role',
      'definition',
      'list',
      '--name',
      role,
      '--custom-role-only',
      'true',
      '--resource-group',
      need('AZURE_RESOURCE_GROUP'),
      '--query',
      '[].name',
      '--output',
      'json',
    ]);
    if (found.length === 0) return unchanged('it is not there');
    await removeAssignments(role, need('DATA_FACTORY_RESOURCE_ID'));
    await withRetries(
      () =>
        runCli('az', [
          'role',
          'definition',
          'delete',
          '--name',
          role,
          '--resource-group',
          need('AZURE_RESOURCE_GROUP'),
        ]),
      // Until the removal of the assignment is effective everywhere.
      { isPassing: (error) => /RoleDefinitionHasAssignments/.test(stderrOf(error)) },
    );
    return done(role);
  },
};

/**
 * The command fails if there is none, as after an incomplete earlier try.
 *
 * @param {string} role
 * @param {string} scope
 */
async function removeAssignments(role, scope) {
  try {
    await runCli('az', ['role', 'assignment', 'delete', '--role', role, '--scope', scope, '--yes']);
  } catch (error) {
    if (!/No matched assignments/.test(stderrOf(error))) throw error;
  }
}
