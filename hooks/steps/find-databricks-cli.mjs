import { valueOf } from '../lib/environment.mjs';
import { findTool } from '../lib/find-tool.mjs';
import { done, skipped } from '../lib/steps.mjs';

/** One line where the Databricks CLI is missing, rather than one from every step that calls it. */
export const findDatabricksCli = {
  title: 'Databricks CLI',
  async run() {
    if (valueOf('DATABRICKS_WORKSPACE_URL') === undefined) return skipped('Databricks is not deployed');
    return done(findTool('databricks').command);
  },
};
