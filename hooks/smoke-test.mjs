import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { apiOf, ask, describe, isReady, readKey, until } from './lib/app.mjs';
import { load, need } from './lib/environment.mjs';

const USAGE = `usage: node hooks/smoke-test.mjs [--url https://app.azurewebsites.net] [--within-seconds 300].

Tests a deployed app: checks that it is ready, ingests one event and waits until it has landed in Bronze.
The function key is read with the Azure CLI, or from FUNCTION_KEY.`;

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
  const base = apiOf(values.url ?? need('FUNCTION_APP_URI'));
  const deadline = Date.now() + Number(values['within-seconds']) * 1000;

  await see(deadline, 'the app is alive', async () => (await ask(base, 'health')).status === 200);
  await see(deadline, 'all services that it needs respond', () => isReady(base));

  const key = await readKey();
  const readingId = `smoke-${randomUUID()}`;
  await see(deadline, 'an event is accepted', async () => {
    const response = await ask(base, 'ingest/iot/telemetry', { key, body: toReading(readingId) });
    if (response.status === 202) return true;
    // A refusal is final. A missing hub or role may still appear.
    if (response.status === 422) throw new Error(`the event is refused: ${await describe(response)}`);
    return describe(response);
  });

  const goal = await readIot(base, key);
  const expected = goal.hub?.received ?? fail('the status does not have the hub');
  await see(deadline, `all ${expected} events of the hub have landed`, async () => {
    const { bronze } = await readIot(base, key);
    return (bronze?.landed ?? 0) >= expected ? true : `${bronze?.landed ?? 0} have`;
  });
}

/**
 * Waits for a condition and prints its title.
 *
 * @param {number} deadline milliseconds since 1970
 * @param {string} title
 * @param {() => Promise<boolean | string>} look
 */
async function see(deadline, title, look) {
  await until(deadline, title, look);
  console.log(`  done       ${title}`);
}

/**
 * The status of the source iot.
 *
 * @param {URL} base
 * @param {string} key
 */
async function readIot(base, key) {
  const response = await ask(base, 'status', { key });
  if (response.status !== 200) throw new Error(`the status cannot be read: ${await describe(response)}`);
  const { sources } = /** @type {{sources: readonly SourceStatus[]}} */ (await response.json());
  return sources.find(({ source }) => source === 'iot') ?? fail('the status does not have the source iot');
}

/**
 * @typedef {{source: string, hub?: {received: number} | null, bronze?: {landed: number} | null}} SourceStatus figures
 * of a source, null if they cannot be read now
 */

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  throw new Error(message);
}

/** @param {string} readingId */
function toReading(readingId) {
  return {
    readingId,
    deviceId: 'smoke-test',
    measuredAt: new Date().toISOString(),
    status: 'ok',
    site: { siteCode: 'SMK', country: 'DE', latitude: 0, longitude: 0 },
    metrics: { temperatureCelsius: 20 },
  };
}
