import { isOn, keep, valueOf } from '../lib/environment.mjs';
import { done, unchanged } from '../lib/steps.mjs';

/** What hooks have kept names things that are gone. azd itself forgets what Bicep gave. */
export const forgetDeployment = {
  title: 'azd environment',
  async run() {
    const names = ['DATABRICKS_JOB_ID', 'POWER_BI_DATASET_ID', 'UNFINISHED_STEPS'];
    // Otherwise it is a model of somebody else's.
    if (isOn('DEPLOY_SEMANTIC_MODEL')) names.push('POWER_BI_SEMANTIC_MODEL_ID');
    const known = names.filter((name) => valueOf(name) !== undefined);
    for (const name of known) await keep(name, '');
    return known.length > 0 ? done(`without ${known.join(', ')}`) : unchanged('names nothing that is gone');
  },
};
