import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Model } from '../../../../lakehouse/engines/duckdb/model/model';
import { readModels } from '../../../../tools/lakehouse/read-models';
import { generatePowerBi } from '../../../../tools/power-bi/generate-power-bi';
import { ROOT } from '../schema-folder';

export const ITEM = join(ROOT, 'power-bi/Sluice.SemanticModel');

/** Every model of the lakehouse in the repository. */
export const MODELS: readonly Model[] = readModels(join(ROOT, 'lakehouse/models'), new Map(), []);

/** The files of the repository: text by path below `definition`. */
export function readDefinition(): ReadonlyMap<string, string> {
  const folder = join(ITEM, 'definition');
  return new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.tmdl'))
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

/** The generator's output for the models, with the declaration of the repository. */
export function generate(models: readonly Model[] = MODELS): ReadonlyMap<string, string> {
  const result = generatePowerBi({ models, folder: join(ROOT, 'power-bi') });
  if (result.outcome === 'refused') throw new Error(JSON.stringify(result.problems));
  const prefix = join(ITEM, 'definition/');
  return new Map(
    [...result.files]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, text]) => [path.slice(prefix.length), text]),
  );
}

/** The generator's problems with a changed declaration, or changed models: pointers and messages. */
export function refusals(
  change: (declaration: string) => string,
  models: readonly Model[] = MODELS,
): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-power-bi-'));
  try {
    const text = readFileSync(join(ROOT, 'power-bi/model.yaml'), 'utf8');
    writeFileSync(join(folder, 'model.yaml'), change(text));
    const result = generatePowerBi({ models, folder });
    if (result.outcome !== 'refused') return [];
    return result.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The models of the repository, with one of them changed. */
export function changed(table: string, change: (model: Model) => Partial<Model>): readonly Model[] {
  return MODELS.map((model) => (model.table === table ? { ...model, ...change(model) } : model));
}

/** Paths at which two sets of files differ. */
export function differences(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();
}
