import { readCli, runCli } from './run-cli.mjs';

/**
 * A value of the azd environment, which azd hands to its hooks; undefined where it is empty.
 *
 * @param {string} name
 */
export function valueOf(name) {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
}

/**
 * The same, where there must be one.
 *
 * @param {string} name
 */
export function need(name) {
  const value = valueOf(name);
  if (value === undefined)
    throw new Error(
      `${name} is not in the azd environment; run \`azd provision\`, or this as \`azd hooks run\``,
    );
  return value;
}

/**
 * Whether a switch says true.
 *
 * @param {string} name
 * @param {boolean} [whenUnset]
 */
export function isOn(name, whenUnset = false) {
  const value = valueOf(name);
  if (value === undefined) return whenUnset;
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw new Error(`${name} is "${value}"; say true or false: \`azd env set ${name} true\``);
}

/**
 * A list of the azd environment: azd keeps an array of Bicep as JSON, and a person writes commas.
 *
 * @param {string} name
 */
export function listOf(name) {
  const value = valueOf(name);
  if (value === undefined) return [];
  /** @type {readonly unknown[]} */
  const items = value.trimStart().startsWith('[') ? JSON.parse(value) : value.split(',');
  return items.map((item) => String(item).trim()).filter((item) => item !== '');
}

/**
 * Keeps a value for the next hooks, and for the parameters of the next `azd provision`; an empty text for none.
 *
 * @param {string} name
 * @param {string} value
 */
export async function keep(name, value) {
  if ((valueOf(name) ?? '') === value) return;
  await runCli('azd', ['env', 'set', name, value]);
  process.env[name] = value;
}

/** For a command that azd did not start: the values of the selected azd environment, where none are there yet. */
export async function load() {
  if (valueOf('FUNCTION_APP_NAME') !== undefined) return;
  /** @type {Record<string, string> | undefined} */
  const values = await readCli('azd', ['env', 'get-values', '--output', 'json']);
  for (const [name, value] of Object.entries(values ?? {})) process.env[name] ??= value;
}
