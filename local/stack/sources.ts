import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A source as bicep/sources.json lists it; `npm run generate` writes the file from schemas/. */
export interface DeployedSource {
  /** The name of its hub. */
  readonly name: string;
  /** `null`: as every hub has. */
  readonly partitions: number | null;
  /** `null`: nothing is simulated. The rate is in events a second. */
  readonly simulator: { readonly eventsPerSecond: string } | null;
}

/**
 * The sources of an app, in their order.
 *
 * @param appDirectory folder of the function app, with bicep/ in it
 */
export function readSources(appDirectory: string): readonly DeployedSource[] {
  const file = join(appDirectory, 'bicep', 'sources.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as readonly DeployedSource[];
  } catch (cause) {
    throw new Error(`${file} does not list the sources: run \`npm run generate\``, { cause });
  }
}

export function namesOf(sources: readonly DeployedSource[]): readonly string[] {
  return sources.map(({ name }) => name);
}

/** Names of the sources that have a simulator. */
export function simulatedNamesOf(sources: readonly DeployedSource[]): readonly string[] {
  return namesOf(sources.filter(({ simulator }) => simulator !== null));
}
