import { isOn, keep, valueOf } from '../lib/environment.mjs';
import { done, unchanged } from '../lib/steps.mjs';

/** Removes values that hooks stored and whose resources are gone. azd itself removes the outputs of Bicep. */
export const forgetDeployment = {
  title: 'azd environment',
  async run() {
    const names = ['DATABRICKS_JOB_ID', 'POWER_BI_DATASET_ID', 'UNFINISHED_STEPS'];
    // Otherwise it is another person's model.
    if (isOn('DEPLOY_SEMANTIC_MODEL')) names.push('POWER_BI_SEMANTIC_MODEL_ID');
    const known = names.filter((name) => valueOf(name) !== undefined);
    for (const name of known) await keep(name, '');
    return known.length > 0
      ? done(`without ${known.join(', ')}`)
      : unchanged('has no value of a removed resource');
  },
};
