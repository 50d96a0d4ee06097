// The service as a process that a test can kill: index of local/databricks, directory of the data, directory of the
// bundle, token key.
const { dirname, join } = require('node:path');

const [index = '', dataDirectory, bundleDirectory, tokenKey] = process.argv.slice(2);
/** What the tasks of these tests run. */
const SCRIPT = join(__dirname, 'task-script.cjs');
const { startDatabricks } = require(index);
const { runService } = require(join(dirname(index), '../kit'));

runService(async () => {
  const databricks = await startDatabricks({
    dataDirectory,
    bundleDirectory,
    tokenKey,
    toCommand: ({ parameters, environment }) => ({ script: SCRIPT, args: parameters, environment }),
  });
  return { ready: { baseUrl: databricks.baseUrl, jobs: databricks.jobs }, close: () => databricks.close() };
});
