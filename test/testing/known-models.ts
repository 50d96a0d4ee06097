import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModels, type ModelSet } from '../../lakehouse/engines/duckdb/model/load-models';

/** Model sets by the digest of their files. */
const known = new Map<string, ModelSet>();

/**
 * Loads the models of a directory, once for each content of its files. Loading the project's models takes longer than a
 * query, and most scenes of a test file have the same models.
 *
 * @throws StandInError `option_invalid`, as `loadModels` does
 */
export function knownModels(directory: string): ModelSet {
  const digest = digestOf(directory);
  const models = known.get(digest) ?? loadModels(directory);
  known.set(digest, models);
  return models;
}

function digestOf(directory: string): string {
  const hash = createHash('sha256');
  const entries = existsSync(directory)
    ? readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    : [];
  for (const file of entries.map(({ parentPath, name }) => join(parentPath, name)).sort())
    hash
      .update(`${file.slice(directory.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}
