import { needCli, runCli } from '../lib/run-cli.mjs';
import { done } from '../lib/steps.mjs';
import { accountOfSignIn, checkAzSignIn } from './check-sign-in.mjs';

/**
 * Bicep creates resources, assigns roles and defines one. That needs Owner, or both of these roles. "Role Based
 * Access Control Administrator" can assign roles but not define them.
 */
const MAKES = ['Owner', 'Contributor'];
const ASSIGNS = ['Owner', 'User Access Administrator'];

export const checkRoles = {
  title: 'roles',
  needs: checkAzSignIn.title,
  async run() {
    const { id, user } = accountOfSignIn();
    const principal =
      user.type === 'user'
        ? await runCli('az', ['ad', 'signed-in-user', 'show', '--query', 'id', '--output', 'tsv'])
        : await runCli('az', ['ad', 'sp', 'show', '--id', user.name, '--query', 'id', '--output', 'tsv']);
    /** @type {readonly string[]} */
    const roles = await needCli('az', [
      'role',
      'assignment',
      'list',
      '--assignee',
      principal,
      '--scope',
      `/subscriptions/${id}`,
      '--include-inherited',
      '--include-groups',
      '--query',
      '[].roleDefinitionName',
      '--output',
      'json',
    ]);
    /** @param {readonly string[]} wanted */
    const has = (wanted) => wanted.some((role) => roles.includes(role));
    const missing = [
      ...(has(MAKES) ? [] : ['Contributor']),
      ...(has(ASSIGNS) ? [] : ['User Access Administrator']),
    ];
    if (missing.length > 0)
      throw new Error(
        `in the subscription you have ${roles.join(', ') || 'no role'}. Ask an owner of it to run\n` +
          missing
            .map(
              (role) =>
                `    az role assignment create --assignee ${principal} --role "${role}" --scope /subscriptions/${id}`,
            )
            .join('\n'),
      );
    return done([...new Set(roles)].join(', '));
  },
};
