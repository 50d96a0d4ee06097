import { apiOf, ask, describe, isReady, readKey, until } from '../lib/app.mjs';
import { isOn, need, valueOf } from '../lib/environment.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';

/** An app that was just deployed starts, and its roles may not be effective yet. */
const READY_SECONDS = Number(process.env['SLUICE_HOOKS_READY_SECONDS'] ?? 300);

/** Creates Silver and Gold soon after the first deployment, and not only at the time of REFRESH_SCHEDULE. */
export const startFirstRefresh = {
  title: 'first refresh of Silver and Gold',
  async run() {
    if (valueOf('DATABRICKS_WORKSPACE_URL') === undefined) return skipped('Databricks is not deployed');
    if (valueOf('DATABRICKS_JOB_ID') === undefined)
      return skipped('the Databricks bundle is not deployed; it follows REFRESH_SCHEDULE');
    if (isOn('VNET_ENABLED') && !isOn('PUBLIC_INGESTION', true))
      return skipped('the app is only reachable from inside the network; it follows REFRESH_SCHEDULE');
    const url = need('FUNCTION_APP_URI');
    const base = apiOf(url);
    await until(Date.now() + READY_SECONDS * 1000, 'the app is ready', () => isReady(base));
    const key = await readKey();
    const known = await ask(base, 'refresh?limit=1', { key });
    if (known.status !== 200) throw new Error(`the refreshes cannot be read: ${await describe(known)}`);
    const { refreshes } = /** @type {{refreshes: readonly {startedAt: string}[]}} */ (await known.json());
    const [newest] = refreshes;
    if (newest !== undefined) return unchanged(`the newest began at ${newest.startedAt}`);
    const started = await ask(base, 'refresh', { key, method: 'POST' });
    if (started.status !== 202) throw new Error(`the app did not start it: ${await describe(started)}`);
    const { id } = /** @type {{id: string}} */ (await started.json());
    return done(`${id}; follow it at ${url}/api/monitor, which needs a function key`);
  },
};
