import { StandInError } from '../kit';
import { type TaskInvocation } from './jobs/task-invocation';
import { type TaskCommand } from './jobs/task-process';

export interface EngineCommandOptions {
  /** The compiled engine. */
  readonly script: string;
  /** Directory of the models, `lakehouse/` of the repository. */
  readonly modelsDirectory: string;
}

/** The file that tasks of the bundle run on a cluster, and for which the engine runs here. */
const RUNNER = /[\\/]run_models\.py$/;

/**
 * Returns the command that replaces `run_models.py`: the DuckDB engine, with the same parameters. The
 * parameter `--lake` has another name, because its value is a directory here.
 *
 * @throws StandInError `unsupported` for another Python file or another parameter
 */
export function toEngineCommand(
  { taskKey, pythonFile, parameters, environment }: TaskInvocation,
  { script, modelsDirectory }: EngineCommandOptions,
): TaskCommand {
  if (!RUNNER.test(pythonFile))
    throw new StandInError('unsupported', `the task ${taskKey}: only run_models.py can be run without Spark`);
  const args: string[] = [];
  for (let index = 0; index < parameters.length; index += 2) {
    const [flag = '', value] = parameters.slice(index, index + 2);
    if (!['--select', '--refresh', '--lake'].includes(flag) || value === undefined)
      throw new StandInError('unsupported', `the task ${taskKey}: the engine has no parameter "${flag}"`);
    args.push(flag === '--lake' ? '--lake-directory' : flag, value);
  }
  return { script, args: [...args, '--models', modelsDirectory], environment };
}
