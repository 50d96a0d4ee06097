import { valueOf } from '../lib/environment.mjs';
import { done } from '../lib/steps.mjs';

/** The app is deployed even where a step before it failed. That is told again at the end, where it is read. */
export const finish = {
  title: 'what follows provisioning',
  async run() {
    const unfinished = valueOf('UNFINISHED_STEPS');
    if (unfinished !== undefined)
      throw new Error(
        `did not succeed: ${unfinished}. Do what the messages further up say, then \`azd hooks run postprovision\``,
      );
    return done('every step succeeded');
  },
};
