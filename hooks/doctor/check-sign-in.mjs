import { readAccount } from '../lib/account.mjs';
import { runCli } from '../lib/run-cli.mjs';
import { done } from '../lib/steps.mjs';

/**
 * The account of the deployer, for later checks.
 *
 * @type {import('../lib/account.mjs').Account | undefined}
 */
let account;

export const checkAzSignIn = {
  title: 'sign-in of az',
  needs: 'az',
  async run() {
    account = await readAccount();
    return done(`${account.user.name} in ${account.name} (${account.id})`);
  },
};

/** Returns the account of a successful sign-in, which later checks need. */
export function accountOfSignIn() {
  if (account === undefined)
    throw new Error(`there is no sign-in yet: the check "${checkAzSignIn.title}" must run before this one`);
  return account;
}

export const checkAzdSignIn = {
  title: 'sign-in of azd',
  needs: 'azd',
  async run() {
    try {
      await runCli('azd', ['auth', 'login', '--check-status']);
    } catch (error) {
      throw new Error(
        'azd is not signed in; run `azd auth login`, or `azd config set auth.useAzCliAuth true` to use the sign-in of az',
        { cause: error },
      );
    }
    return done('azd is signed in');
  },
};
