import { readCli, runCli } from './run-cli.mjs';

/**
 * A value of the azd environment, which azd passes to its hooks; undefined if it is empty.
 *
 * @param {string} name
 */
export function valueOf(name) {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
}

/**
 * The same for a required value.
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
 * Whether a switch is true.
 *
 * @param {string} name
 * @param {boolean} [whenUnset]
 */
export function isOn(name, whenUnset = false) {
  const value = valueOf(name);
  if (value === undefined) return whenUnset;
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw new Error(`${name} is "${value}"; use true or false: \`azd env set ${name} true\``);
}

/**
 * A list of the azd environment: azd keeps an array of Bicep as JSON, and people write commas.
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
 * Stores a value for the next hooks, and for the parameters of the next `azd provision`; an empty text removes it.
 *
 * @param {string} name
 * @param {string} value
 */
export async function keep(name, value) {
  if ((valueOf(name) ?? '') === value) return;
  await runCli('azd', ['env', 'set', name, value]);
  process.env[name] = value;
}

/** For a command that azd did not start: loads the values of the selected azd environment, if they are missing. */
export async function load() {
  if (valueOf('FUNCTION_APP_NAME') !== undefined) return;
  /** @type {Record<string, string> | undefined} */
  const values = await readCli('azd', ['env', 'get-values', '--output', 'json']);
  for (const [name, value] of Object.entries(values ?? {})) process.env[name] ??= value;
}
