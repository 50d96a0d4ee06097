import { valueOf } from '../lib/environment.mjs';
import { findTool } from '../lib/find-tool.mjs';
import { done, skipped } from '../lib/steps.mjs';

/** One error if the Databricks CLI is missing, instead of one in every step that calls it. */
export const findDatabricksCli = {
  title: 'Databricks CLI',
  async run() {
    if (valueOf('DATABRICKS_WORKSPACE_URL') === undefined) return skipped('Databricks is not deployed');
    return done(findTool('databricks').command);
  },
};
