import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A source as listed in bicep/sources.json; `npm run generate` writes that file from schemas/. */
export interface DeployedSource {
  /** Name of the source's hub. */
  readonly name: string;
  /** `null` uses the default of all hubs. */
  readonly partitions: number | null;
  /** `null`: the source has no simulator. The rate is in events a second. */
  readonly simulator: { readonly eventsPerSecond: string } | null;
}

/**
 * Reads the sources of an app, in their order.
 *
 * @param appDirectory folder of the function app, which contains bicep/
 */
export function readSources(appDirectory: string): readonly DeployedSource[] {
  const file = join(appDirectory, 'bicep', 'sources.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as readonly DeployedSource[];
  } catch (cause) {
    throw new Error(`${file} is missing or does not list the sources: run \`npm run generate\``, { cause });
  }
}

export function namesOf(sources: readonly DeployedSource[]): readonly string[] {
  return sources.map(({ name }) => name);
}

/** Returns the names of the sources that have a simulator. */
export function simulatedNamesOf(sources: readonly DeployedSource[]): readonly string[] {
  return namesOf(sources.filter(({ simulator }) => simulator !== null));
}
