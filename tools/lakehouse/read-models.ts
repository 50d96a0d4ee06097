import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Model } from '../../lakehouse/engines/duckdb/model/model';
import { orderModels } from '../../lakehouse/engines/duckdb/model/order-models';
import { parseModel } from '../../lakehouse/engines/duckdb/model/parse-model';

/**
 * Reads every model of a folder: generated texts as given, the others from the disk. It reads them with the DuckDB
 * engine, so it refuses what the engine would refuse.
 *
 * @param generated text by path
 * @param ownedFolders folders that contain only generated files
 * @returns each after the models that it reads
 * @throws the engine's error for an invalid model, with the file
 */
export function readModels(
  directory: string,
  generated: ReadonlyMap<string, string>,
  ownedFolders: readonly string[],
): readonly Model[] {
  const texts = new Map([...generated].filter(([path]) => path.endsWith('.sql')));
  for (const layer of ['silver', 'gold']) {
    const root = join(directory, layer);
    for (const name of existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }) : []) {
      const path = join(root, name);
      const isOwned = ownedFolders.some((folder) => path.startsWith(join(folder, '/')));
      if (!isOwned && path.endsWith('.sql')) texts.set(path, readFileSync(path, 'utf8'));
    }
  }
  const models = Array.from(texts, ([path, text]) =>
    parseModel(relative(directory, path).replaceAll('\\', '/'), text),
  ).sort((a, b) => (a.file < b.file ? -1 : 1));
  return [...orderModels(new Map(models.map((model) => [model.table, model]))).values()];
}
