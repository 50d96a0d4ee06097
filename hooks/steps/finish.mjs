import { valueOf } from '../lib/environment.mjs';
import { done } from '../lib/steps.mjs';

/** The app is deployed even after a failed step. This step repeats the failures at the end of the output. */
export const finish = {
  title: 'steps after provisioning',
  async run() {
    const unfinished = valueOf('UNFINISHED_STEPS');
    if (unfinished !== undefined)
      throw new Error(
        `failed: ${unfinished}. Follow the messages above, then run \`azd hooks run postprovision\``,
      );
    return done('every step succeeded');
  },
};
