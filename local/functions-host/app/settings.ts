import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, StandInError } from '../../kit';

/** App settings, which the platform passes to an app as environment variables. */
export type Settings = Readonly<Record<string, string>>;

/**
 * Returns the Values of local.settings.json, if the file exists, overridden by the given settings.
 *
 * @throws StandInError `unsupported` for encrypted values and for CORS, `option_invalid` for a malformed file
 */
export async function mergeLocalSettings(appDirectory: string, settings: Settings): Promise<Settings> {
  const path = join(appDirectory, 'local.settings.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return settings;
    throw error;
  }
  let file: { IsEncrypted?: unknown; Values?: unknown; Host?: { CORS?: unknown } };
  try {
    file = JSON.parse(text) as typeof file;
  } catch (cause) {
    throw new StandInError('option_invalid', `${path} is not JSON`, cause);
  }
  if (file.IsEncrypted === true)
    throw new StandInError('unsupported', `${path} is encrypted: run "func settings decrypt"`);
  if (file.Host?.CORS !== undefined)
    throw new StandInError('unsupported', `${path}: Host.CORS is not supported`);
  const values = file.Values ?? {};
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string')
      throw new StandInError('option_invalid', `${path}: Values.${name} must be a string`);
  }
  return { ...(values as Settings), ...settings };
}

/**
 * Replaces each `%NAME%` by the setting with that name.
 *
 * @param where place for the error message, such as `function "tick", schedule`
 * @throws StandInError `option_invalid` if the setting does not exist
 */
export function resolveSettings(text: string, settings: Settings, where: string): string {
  return text.replace(/%([^%]+)%/g, (_, name: string) => {
    const value = settings[name];
    if (value === undefined)
      throw new StandInError('option_invalid', `${where}: the app setting "${name}" is missing`);
    return value;
  });
}

/**
 * Returns whether a setting disables the function: `AzureWebJobs.<name>.Disabled`, or with `_` for `.`, is
 * `true` or `1`. Names ignore case, as in .NET's configuration. Source: FunctionIndexer of
 * Azure/azure-webjobs-sdk.
 */
export function isDisabled(functionName: string, settings: Settings): boolean {
  const names = [`azurewebjobs.${functionName}.disabled`, `azurewebjobs_${functionName}_disabled`].map(
    (name) => name.toLowerCase(),
  );
  return Object.entries(settings).some(
    ([name, value]) => names.includes(name.toLowerCase()) && /^(true|1)$/i.test(value),
  );
}

/**
 * Reads settings from a file: a flat JSON object of strings, or the format of local.settings.json.
 *
 * @throws StandInError `option_invalid`
 */
export async function readSettings(path: string): Promise<Settings> {
  const file = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  const values = typeof file['Values'] === 'object' && file['Values'] !== null ? file['Values'] : file;
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string')
      throw new StandInError('option_invalid', `${path}: the setting "${name}" must be a string`);
  }
  return values as Settings;
}
