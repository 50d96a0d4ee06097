import { loadModels } from './model/load-models';
import { runTask } from './task/run-task';
import { WorkDirectories } from './task/work-directories';

/*
 * Runs models of one refresh.
 *
 *     node main.js --select silver/iot --refresh 1763700000000 --models lakehouse/models --lake-directory .sluice/lake
 *
 * The local Databricks job runs the same task in `worker.js`, which stays loaded for the next one.
 */
void runTask({
  args: process.argv.slice(2),
  environment: process.env,
  loadModels,
  workDirectory: new WorkDirectories().make(),
  print: console.log,
  printError: console.error,
}).then((code) => process.exit(code));
