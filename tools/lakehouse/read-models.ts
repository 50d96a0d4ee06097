import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Model } from '../../lakehouse/engines/duckdb/model/model';
import { orderModels } from '../../lakehouse/engines/duckdb/model/order-models';
import { parseModel } from '../../lakehouse/engines/duckdb/model/parse-model';

/**
 * Every model of a folder as it will be: the generated texts as given, the others from the disk. They are read as
 * the local engine reads them, so what it would refuse is refused here.
 *
 * @param generated text by path
 * @param ownedFolders folders that hold nothing but generated files
 * @returns each after those that it reads
 * @throws what the engine says of a model that it cannot read, naming the file
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
