import { parseArgs } from 'node:util';
import { ModelCache } from './model/load-models';
import { runTask } from './task/run-task';
import { WorkDirectories } from './task/work-directories';
import { type TaskRequest, type WorkerMessage } from './task/worker-messages';

/*
 * Runs tasks one after the other, each as `main.js` would: with its own database, settings, temporary directory and
 * output. What stays between tasks is loaded code and the models. The parent sends a `TaskRequest` for each over the channel that Node
 * opens for a child, and reads `WorkerMessage`s.
 *
 *     node worker.js --memory-limit 2048MB
 */
const { values } = parseArgs({ options: { 'memory-limit': { type: 'string' } } });
const memoryLimit = values['memory-limit'];
const models = new ModelCache();
const directories = new WorkDirectories();

function send(message: WorkerMessage): void {
  // Without a parent nobody waits for the task; the process ends with it.
  if (process.connected) process.send?.(message);
}

async function work({ args, environment }: TaskRequest): Promise<void> {
  send({ kind: 'began' });
  const workDirectory = directories.make();
  const exitCode = await runTask({
    args,
    environment: { ...process.env, ...environment },
    loadModels: (directory) => models.load(directory),
    workDirectory,
    ...(memoryLimit !== undefined && { memoryLimit }),
    print: (line) => {
      send({ kind: 'output', stream: 'stdout', text: `${line}\n` });
    },
    printError: (line) => {
      send({ kind: 'output', stream: 'stderr', text: `${line}\n` });
    },
  });
  directories.remove(workDirectory);
  send({ kind: 'ended', exitCode, residentBytes: process.memoryUsage.rss() });
}

process.on('message', (request) => void work(request as TaskRequest));
