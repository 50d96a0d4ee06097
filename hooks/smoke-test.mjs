import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { appArgs } from './lib/azure.mjs';
import { load, need, valueOf } from './lib/environment.mjs';
import { runCli } from './lib/run-cli.mjs';

const USAGE = `usage: node hooks/smoke-test.mjs [--url https://app.azurewebsites.net] [--within-seconds 300]

Asks a deployed app whether it is alive and ready, ingests one event and waits until it has landed in Bronze.
The function key is read with the Azure CLI, or from FUNCTION_KEY.`;

const LOOK_SECONDS = Number(process.env.SLUICE_HOOKS_WAIT_SECONDS ?? 5);

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    'within-seconds': { type: 'string', default: '300' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(USAGE);
else
  await main().catch((error) => {
    console.error(`  failed     ${error.message}`);
    process.exitCode = 1;
  });

async function main() {
  await load();
  const base = new URL('/api/', values.url ?? need('FUNCTION_APP_URI'));
  const deadline = Date.now() + Number(values['within-seconds']) * 1000;

  await until(deadline, 'the app is alive', async () => (await ask(base, 'health')).status === 200);
  await until(deadline, 'everything that it needs answers', async () => {
    const response = await ask(base, 'ready');
    return response.status === 200 ? true : describe(response);
  });

  const key = valueOf('FUNCTION_KEY') ?? (await readKey());
  const readingId = `smoke-${randomUUID()}`;
  await until(deadline, 'an event is accepted', async () => {
    const response = await ask(base, 'ingest/iot/telemetry', { key, body: toReading(readingId) });
    if (response.status === 202) return true;
    // A refusal stays one; a hub or a role that is not there yet may come.
    if (response.status === 422) throw new Error(`the event is refused: ${await describe(response)}`);
    return describe(response);
  });

  const goal = await readIot(base, key);
  const expected = goal.hub?.received ?? fail('the status does not know the hub');
  await until(deadline, `all ${expected} events of the hub have landed`, async () => {
    const { bronze } = await readIot(base, key);
    return (bronze?.landed ?? 0) >= expected ? true : `${bronze?.landed ?? 0} have`;
  });
}

/** Asks again until the answer is true; anything else it says is the reason that is shown in the end. */
async function until(deadline, title, look) {
  for (; ; await wait(LOOK_SECONDS * 1000)) {
    let reason;
    try {
      const answer = await look();
      if (answer === true) break;
      reason = answer === false ? 'not yet' : await answer;
    } catch (error) {
      if (!(error instanceof TypeError) && error.name !== 'TimeoutError') throw error;
      reason = String(error.cause?.message ?? error.message);
    }
    if (Date.now() >= deadline) throw new Error(`${title}: not in time; ${reason}`);
  }
  console.log(`  done       ${title}`);
}

/** @param {{key?: string, body?: unknown}} [options] */
function ask(base, path, { key, body } = {}) {
  return fetch(new URL(path, base), {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(key === undefined ? {} : { 'x-functions-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
}

async function readIot(base, key) {
  const response = await ask(base, 'status', { key });
  if (response.status !== 200) throw new Error(`the status is not told: ${await describe(response)}`);
  const { sources } = await response.json();
  return sources.find(({ source }) => source === 'iot') ?? fail('the status does not know the source iot');
}

function readKey() {
  return runCli('az', [
    ...['functionapp', 'keys', 'list', '--query', 'functionKeys.default', '--output', 'tsv'],
    ...appArgs(),
  ]);
}

async function describe(response) {
  return `${response.status} ${(await response.text()).slice(0, 500)}`;
}

function fail(message) {
  throw new Error(message);
}

function toReading(readingId) {
  return {
    ...{ readingId, deviceId: 'smoke-test', measuredAt: new Date().toISOString(), status: 'ok' },
    site: { siteCode: 'SMK', country: 'DE', latitude: 0, longitude: 0 },
    metrics: { temperatureCelsius: 20 },
  };
}
