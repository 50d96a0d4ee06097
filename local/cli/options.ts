import { InvalidArgumentError } from 'commander';
import { readHostName, StandInError } from '../kit';

/** Parses `90s`, `5m`, `1h` or plain seconds into seconds. */
export function parseDuration(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*(s|m|h)?$/.exec(text) ?? [];
  if (digits === undefined) throw new InvalidArgumentError('enter a time such as 60s, 5m or 1h');
  return Number(digits) * { s: 1, m: 60, h: 3600 }[(unit ?? 's') as 's' | 'm' | 'h'];
}

export function parseRate(text: string): number {
  const rate = Number(text);
  if (!Number.isFinite(rate) || rate < 0 || rate > 100_000) {
    throw new InvalidArgumentError('enter events a second, from 0 to 100000');
  }
  return rate;
}

/** Returns a parser of comma-separated source names. It refuses names that are not in `choices`. */
export function parseSourcesOf(choices: readonly string[]): (text: string) => readonly string[] {
  return (text) => {
    const names = text.split(',').map((name) => name.trim());
    const unknown = names.find((name) => !choices.includes(name));
    if (unknown !== undefined)
      throw new InvalidArgumentError(`'${unknown}' is not a source; choose from ${choices.join(', ')}`);
    return names;
  };
}

/** Adds a host name to the earlier ones of a repeated option. */
export function addHostName(text: string, earlier: readonly string[]): readonly string[] {
  try {
    return [...earlier, readHostName(text)];
  } catch (error) {
    if (error instanceof StandInError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('enter a port from 0 to 65535');
  return port;
}
