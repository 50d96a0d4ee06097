import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LakehouseError } from '../lakehouse-error';
import { DeltaTable } from '../delta/delta-table';
import { loadModels, type ModelSet } from '../model/load-models';
import { type Layer, type Model } from '../model/model';
import { type BronzeView, toBronzeViews } from './bronze-views';
import { DirectoryLake } from './directory-lake';

const LAYERS: readonly Layer[] = ['silver', 'gold'];

/** A Delta table of the lake. */
export interface LakeTable {
  readonly layer: Layer;
  readonly table: string;
  readonly delta: DeltaTable;
}

/** The Delta tables of a lake, and the views that the models define over them. */
export interface LakeCatalog {
  /** By `<layer>.<table>`. */
  readonly tables: ReadonlyMap<string, LakeTable>;
  readonly views: ReadonlyMap<string, Model>;
  /** Views over the slots of Bronze, by `bronze.<name>`. */
  readonly bronze: ReadonlyMap<string, BronzeView>;
  readonly models: ModelSet;
  readonly lakeDirectory: string;
}

/** The names of all tables and views that a query can use. */
export function namesOf({ tables, views, bronze }: LakeCatalog): string[] {
  return [...bronze.keys(), ...tables.keys(), ...views.keys()];
}

/**
 * Opens the lake's directory; works while nothing runs.
 *
 * @throws LakehouseError `lake_missing` if there is no lake yet, `model_invalid` for unreadable models
 */
export function openLake({
  lakeDirectory,
  modelsDirectory,
  models: given,
}: {
  readonly lakeDirectory: string;
  readonly modelsDirectory: string;
  /** Models that the caller has already read. @default read here */
  readonly models?: ModelSet;
}): LakeCatalog {
  if (!['bronze', ...LAYERS].some((layer) => existsSync(join(lakeDirectory, layer))))
    throw new LakehouseError(
      'lake_missing',
      `there is no lake in ${lakeDirectory} yet: run \`npm start\` first, or name its folder with --data`,
    );
  const lake = new DirectoryLake(lakeDirectory);
  const tables = new Map<string, LakeTable>();
  for (const layer of LAYERS)
    for (const table of listTables(join(lakeDirectory, layer)))
      tables.set(`${layer}.${table}`, {
        layer,
        table,
        delta: new DeltaTable({ lake, container: layer, path: table }),
      });
  const models = given ?? loadModels(modelsDirectory);
  const views = [...models.models.values()].filter(({ strategy }) => strategy === 'view');
  return {
    tables,
    views: new Map(views.map((model) => [model.name, model])),
    bronze: toBronzeViews(models.bronzeTypes),
    models,
    lakeDirectory,
  };
}

/** The directories that have a log. */
function listTables(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, '_delta_log')))
    .sort();
}
