import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setAppSettings } from '../lib/azure.mjs';
import { keep, need, valueOf } from '../lib/environment.mjs';
import { needCli } from '../lib/run-cli.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';
import { settingsOfDeployment } from './write-local-settings.mjs';

const COMMAND = join(import.meta.dirname, '..', '..', 'dist', 'commands', 'power-bi.js');

/** The push dataset of live windows: the app's own command creates it, or updates it to the contracts. */
export const createPushDataset = {
  title: 'push dataset of live windows',
  async run() {
    if (valueOf('POWER_BI_WORKSPACE_ID') === undefined) return skipped('POWER_BI_WORKSPACE_ID is not set');
    if (!existsSync(COMMAND)) throw new Error('the app is not built; run `npm ci && npm run build:app`');
    const name = valueOf('POWER_BI_DATASET_NAME');
    /** @type {{datasetId: string, outcome: string}} */
    const { datasetId, outcome } = await needCli(
      'node',
      [
        COMMAND,
        'create',
        '--workspace',
        need('POWER_BI_WORKSPACE_ID'),
        ...(name === undefined ? [] : ['--name', name]),
        '--json',
      ],
      { env: { ...settingsOfDeployment(), LIVE_SINKS: '' } },
    );
    await keep('POWER_BI_DATASET_ID', datasetId);
    const changed = await setAppSettings({ POWER_BI_DATASET_ID: datasetId, LIVE_SINKS: 'power-bi' });
    return outcome === 'created' || changed.length > 0
      ? done(`${datasetId}; LIVE_SINKS is power-bi`)
      : unchanged(`${datasetId} has the tables of the contracts`);
  },
};
