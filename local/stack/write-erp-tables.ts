import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StandInError } from '../kit';

const run = promisify(execFile);

/**
 * Writes the tables of the simulated company's ERP system with the app's own program. The products are those of the
 * simulated shop with the same seed.
 *
 * @throws StandInError `start_failed`
 */
export async function writeErpTables({
  appDirectory,
  directory,
  seed,
}: {
  readonly appDirectory: string;
  readonly directory: string;
  readonly seed: number;
}): Promise<void> {
  const script = join(appDirectory, 'dist/commands/simulated-erp.js');
  try {
    await run(process.execPath, [script, directory, '--seed', String(seed)]);
  } catch (error) {
    const { stderr } = error as { readonly stderr?: string };
    throw new StandInError(
      'start_failed',
      `the tables of the simulated ERP system could not be written to ${directory}: ${stderr ?? String(error)}`,
      error,
    );
  }
}
