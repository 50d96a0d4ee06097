import { type Settings } from './settings';

const PREFIX = 'azurefunctionsjobhost__';

/**
 * Returns host.json with the values of settings such as `AzureFunctionsJobHost__extensions__eventHubs__maxWaitTime`.
 * Names ignore case, as in .NET's configuration. A value that replaces no text becomes a number or a boolean if it
 * looks like one. Source: learn.microsoft.com, "host.json reference", "Override host.json values".
 */
export function overrideHostJson(hostJson: unknown, settings: Settings): unknown {
  if (!isObject(hostJson)) return hostJson;
  const result = structuredClone(hostJson);
  for (const [name, value] of Object.entries(settings)) {
    if (!name.toLowerCase().startsWith(PREFIX)) continue;
    setValue(result, name.slice(PREFIX.length).split('__'), value);
  }
  return result;
}

function setValue(parent: Record<string, unknown>, path: readonly string[], value: string): void {
  const [first = '', ...rest] = path;
  const key = Object.keys(parent).find((known) => known.toLowerCase() === first.toLowerCase()) ?? first;
  if (rest.length === 0) {
    parent[key] = typeof parent[key] === 'string' ? value : toValue(value);
    return;
  }
  const child = isObject(parent[key]) ? parent[key] : {};
  parent[key] = child;
  setValue(child, rest, value);
}

function toValue(text: string): unknown {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
