import { setTimeout as wait } from 'node:timers/promises';
import { callRest, findResource } from '../lib/azure.mjs';
import { listOf, need, valueOf } from '../lib/environment.mjs';
import { needCli } from '../lib/run-cli.mjs';
import { done, skipped, unchanged } from '../lib/steps.mjs';

// https://learn.microsoft.com/rest/api/streamanalytics/streaming-jobs/start
const STREAMING_API = 'api-version=2020-03-01';
// https://learn.microsoft.com/rest/api/datafactory/triggers/start
const FACTORY_API = 'api-version=2018-06-01';
/** States of a job that must be stopped before a deployment. A job in another state must be started after it. */
const RUNS = /^(Starting|Running|Degraded|Restarting|Scaling)$/;
const MAX_READS = 60;
const READ_SECONDS = Number(process.env['SLUICE_HOOKS_WAIT_SECONDS'] ?? 10);

/**
 * A job or a trigger, and its present state.
 *
 * @typedef {{id: string, name: string, state: string, lastOutput?: string | undefined}} Item `lastOutput` is the time
 * of a job's last output
 */

/** Azure refuses changes to a running job or a started trigger. */
export const stopStreaming = {
  title: 'stop of Stream Analytics jobs',
  async run() {
    const jobs = await readJobs();
    const outcome = await each(
      jobs,
      (state) => RUNS.test(state),
      async (job) => callRest('post', `${job.id}/stop?${STREAMING_API}`),
    );
    if (jobs?.some(isInTheWay)) await waitUntilStopped();
    return outcome;
  },
};

/** Each job continues from its last output, so a stop causes no gap and no duplicates. */
export const startStreaming = {
  title: 'start of Stream Analytics jobs',
  async run() {
    return each(
      await readJobs(),
      (state) => !RUNS.test(state),
      async (job) =>
        callRest('post', `${job.id}/start?${STREAMING_API}`, {
          body: { outputStartMode: job.lastOutput ? 'LastOutputEventTime' : 'JobStartTime' },
        }),
    );
  },
};

export const stopTriggers = {
  title: 'stop of Data Factory triggers',
  async run() {
    return each(
      await readTriggers(),
      (state) => state === 'Started',
      async (trigger) => callRest('post', `${trigger.id}/stop?${FACTORY_API}`),
    );
  },
};

export const startTriggers = {
  title: 'start of Data Factory triggers',
  async run() {
    return each(
      await readTriggers(),
      (state) => state === 'Stopped',
      async (trigger) => callRest('post', `${trigger.id}/start?${FACTORY_API}`),
    );
  },
};

/** The service accepts a stop at once and executes it later; a job that is still stopping refuses changes, too. */
async function waitUntilStopped() {
  for (let read = 1; read <= MAX_READS; read += 1) {
    const jobs = await readJobs();
    if (jobs === undefined || !jobs.some(isInTheWay)) return;
    await wait(READ_SECONDS * 1000);
  }
  throw new Error('the jobs did not stop in time; check them in the portal, then run `azd provision` again');
}

/** @param {Item} job */
function isInTheWay({ state }) {
  return state === 'Stopping' || RUNS.test(state);
}

/**
 * Acts on each item whose state requires it.
 *
 * @param {readonly Item[] | undefined} items undefined if the service is not deployed
 * @param {(state: string) => boolean} isDue
 * @param {(item: Item) => Promise<unknown>} act
 */
async function each(items, isDue, act) {
  if (items === undefined) return skipped('not deployed');
  if (items.length === 0) return skipped('there are none');
  const due = items.filter((item) => isDue(item.state));
  for (const item of due) await act(item);
  return due.length > 0
    ? done(due.map(({ name }) => name).join(', '))
    : unchanged(items.map((item) => `${item.name} is ${item.state}`).join(', '));
}

/** @returns {Promise<Item[] | undefined>} undefined if Stream Analytics is not deployed */
async function readJobs() {
  const names = listOf('STREAM_ANALYTICS_JOBS');
  if (names.length === 0) return undefined;
  const group = `/subscriptions/${await readSubscription()}/resourceGroups/${need('AZURE_RESOURCE_GROUP')}`;
  const jobs = await Promise.all(
    names.map(async (name) => {
      const id = `${group}/providers/Microsoft.StreamAnalytics/streamingjobs/${name}`;
      /** @type {{properties: {jobState: string, lastOutputEventTime?: string}} | undefined} */
      const job = await findResource(`${id}?${STREAMING_API}`);
      return (
        job && { id, name, state: job.properties.jobState, lastOutput: job.properties.lastOutputEventTime }
      );
    }),
  );
  // The azd environment may still list a deleted job.
  return jobs.filter((job) => job !== undefined);
}

/** @returns {Promise<Item[] | undefined>} undefined if Data Factory is not deployed */
async function readTriggers() {
  const factory = valueOf('DATA_FACTORY_RESOURCE_ID');
  if (factory === undefined) return undefined;
  /** @type {{value?: readonly {id: string, name: string, properties: {runtimeState: string}}[]} | undefined} */
  const answer = await findResource(`${factory}/triggers?${FACTORY_API}`);
  return (answer?.value ?? []).map(({ id, name, properties }) => ({
    id,
    name,
    state: properties.runtimeState,
  }));
}

async function readSubscription() {
  const id = valueOf('AZURE_SUBSCRIPTION_ID');
  if (id !== undefined) return id;
  /** @type {{id: string}} */
  const account = await needCli('az', ['account', 'show', '--query', '{id:id}', '--output', 'json']);
  return account.id;
}
