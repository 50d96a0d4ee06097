import { setTimeout as wait } from 'node:timers/promises';
import { appArgs } from './azure.mjs';
import { valueOf } from './environment.mjs';
import { runCli } from './run-cli.mjs';

const LOOK_SECONDS = Number(process.env['SLUICE_HOOKS_WAIT_SECONDS'] ?? 5);

/**
 * Returns the base address of the app's API.
 *
 * @param {string} url
 */
export const apiOf = (url) => new URL('/api/', url);

/**
 * Sends a request to the app. A body, or a method other than GET, changes something.
 *
 * @param {URL} base
 * @param {string} path
 * @param {{key?: string, body?: unknown, method?: string}} [options] `key` is a function key
 */
export function ask(base, path, { key, body, method = body === undefined ? 'GET' : 'POST' } = {}) {
  return fetch(new URL(path, base), {
    method,
    headers: {
      ...(key === undefined ? {} : { 'x-functions-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
}

/**
 * Repeats a check until it returns true. Another result is the reason in the final error. Also repeats if the app
 * cannot be reached yet.
 *
 * @param {number} deadline milliseconds since 1970
 * @param {string} title the awaited condition, for the message
 * @param {() => Promise<boolean | string>} look
 */
export async function until(deadline, title, look) {
  for (; ; await wait(LOOK_SECONDS * 1000)) {
    let reason;
    try {
      const answer = await look();
      if (answer === true) return;
      reason = answer === false ? 'not yet' : answer;
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      reason = error.cause instanceof Error ? error.cause.message : error.message;
    }
    if (Date.now() >= deadline) throw new Error(`${title}: not in time; ${reason}`);
  }
}

/**
 * Whether `fetch` found no server: it throws a TypeError then, and a TimeoutError if the answer takes too long.
 *
 * @param {unknown} error
 * @returns {error is Error}
 */
function isUnreachable(error) {
  return error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError');
}

/**
 * Returns true if all services that the app needs respond, otherwise its answer.
 *
 * @param {URL} base
 */
export async function isReady(base) {
  const response = await ask(base, 'ready');
  return response.status === 200 ? true : describe(response);
}

/** The default function key, from FUNCTION_KEY or from the app. */
export async function readKey() {
  return (
    valueOf('FUNCTION_KEY') ??
    (await runCli('az', [
      'functionapp',
      'keys',
      'list',
      '--query',
      'functionKeys.default',
      '--output',
      'tsv',
      ...appArgs(),
    ]))
  );
}

/**
 * Status and beginning of an answer, for a message.
 *
 * @param {Response} response
 */
export async function describe(response) {
  return `${response.status} ${(await response.text()).slice(0, 500)}`;
}
