import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The beginning of every generated model of a contract; see model-header.ts. */
const GENERATED = '/*\n# Written by `npm run generate` from schemas/';

/**
 * Folders of Silver whose files were all generated from contracts that are gone, because their source was removed. Models
 * without a contract would make every refresh fail.
 *
 * @param silver folder of the models of Silver
 * @param sources folders of the present sources
 */
export function formerSources(silver: string, sources: ReadonlySet<string>): string[] {
  if (!existsSync(silver)) return [];
  return readdirSync(silver, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(silver, name))
    .filter((folder) => !sources.has(folder) && hasOnlyGenerated(folder));
}

function hasOnlyGenerated(folder: string): boolean {
  const entries = readdirSync(folder, { withFileTypes: true });
  return (
    entries.length > 0 &&
    entries.every(
      (entry) => entry.isFile() && readFileSync(join(folder, entry.name), 'utf8').startsWith(GENERATED),
    )
  );
}
