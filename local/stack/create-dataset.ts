import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StandInError } from '../kit';

/**
 * How often live windows are pushed to the local Power BI. Its limit is 120 requests a minute, and there are
 * five views.
 */
const DELIVER_SCHEDULE = '*/3 * * * * *';

/**
 * Creates the push dataset of live windows with the app's own command, as in Azure. The dataset of a kept folder follows
 * the contracts: it gets their new tables, and its rows stay. Returns the settings that push live windows to it.
 *
 * @param settings of the app, without its sinks
 * @throws StandInError `start_failed` with the output of the command
 */
export async function createDataset(
  appDirectory: string,
  settings: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const script = join(appDirectory, 'dist', 'commands', 'power-bi.js');
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [script, 'create', '--add-tables', '--json'],
      {
        env: { ...process.env, ...settings },
      },
    );
    const { datasetId } = JSON.parse(stdout) as { readonly datasetId: string };
    return {
      LIVE_SINKS: 'power-bi',
      LIVE_DELIVER_SCHEDULE: DELIVER_SCHEDULE,
      POWER_BI_DATASET_ID: datasetId,
    };
  } catch (error) {
    const { stderr } = error as { readonly stderr?: string };
    throw new StandInError(
      'start_failed',
      `the dataset in the local Power BI could not be created: ${stderr ?? String(error)}`,
      error,
    );
  }
}
