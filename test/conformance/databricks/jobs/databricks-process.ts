import { startDatabricks } from '../../../../local/databricks';
import { runService } from '../../../../local/kit';
import { SCRIPT } from './script-path';

/**
 * The service as a process that a test can kill. Arguments: directory of the data, directory of the bundle,
 * token key.
 */
runService(async () => {
  const [dataDirectory = '', bundleDirectory = '', tokenKey = ''] = process.argv.slice(2);
  const databricks = await startDatabricks({
    dataDirectory,
    bundleDirectory,
    tokenKey,
    toCommand: ({ parameters, environment }) => ({ script: SCRIPT, args: parameters, environment }),
  });
  return { ready: { baseUrl: databricks.baseUrl, jobs: databricks.jobs }, close: () => databricks.close() };
});
