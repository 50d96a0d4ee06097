import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LakehouseError } from '../lakehouse-error';
import { type BatchChecks, readBatchChecks } from '../bronze/batch-checks';
import { type BronzeTypes, readBronzeTypes } from '../bronze/bronze-types';
import { type Model } from './model';
import { orderModels } from './order-models';
import { modelError, parseModel } from './parse-model';
import { toText } from './sql-text';

/** All models of a directory, checked against each other. */
export interface ModelSet {
  /** By table name, each after the models that it reads. */
  readonly models: ReadonlyMap<string, Model>;
  readonly bronzeTypes: BronzeTypes;
  readonly batchChecks: BatchChecks;
}

/**
 * Reads `silver/**` and `gold/**` of a models' directory, and `generated/bronze.json`.
 *
 * @throws LakehouseError `model_invalid`, naming file and field
 */
export function loadModels(directory: string): ModelSet {
  const root = resolve(directory);
  if (!existsSync(root))
    throw new LakehouseError('model_invalid', `there is no directory ${root} with models`);
  const models = new Map<string, Model>();
  for (const file of ['silver', 'gold'].flatMap((layer) => listFiles(root, layer))) {
    const model = parseModel(file, readFileSync(join(root, file), 'utf8'));
    const other = models.get(model.table);
    if (other !== undefined)
      throw modelError(file, `${other.file} is called ${model.table} too; names are unique over both layers`);
    models.set(model.table, model);
  }
  const bronzeTypes = readBronzeTypes(join(root, 'generated', 'bronze.json'));
  for (const model of models.values()) checkReferences(model, models, bronzeTypes);
  const batchChecks = readBatchChecks(join(root, 'generated', 'batch-checks.json'));
  return { models: orderModels(models), bronzeTypes, batchChecks };
}

/**
 * Loads the models of a directory again only if a file of it changed. Reading and checking them takes 50 ms, as long as
 * a small model.
 */
export class ModelCache {
  #fingerprint = '';
  #models: ModelSet | undefined;

  /** @throws LakehouseError as `loadModels` does */
  load(directory: string): ModelSet {
    const fingerprint = toFingerprint(resolve(directory));
    if (this.#models === undefined || fingerprint !== this.#fingerprint) this.#models = loadModels(directory);
    this.#fingerprint = fingerprint;
    return this.#models;
  }
}

/** Changes with the name, size or time of a file. */
function toFingerprint(root: string): string {
  if (!existsSync(root)) return '';
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  return JSON.stringify([
    root,
    files.map((file) => {
      const { size, mtimeMs } = statSync(join(root, file));
      return [file, size, mtimeMs];
    }),
  ]);
}

function listFiles(root: string, layer: string): string[] {
  if (!existsSync(join(root, layer))) return [];
  return readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
    .map((path) => `${layer}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.sql'))
    .sort();
}

function checkReferences(model: Model, models: ReadonlyMap<string, Model>, types: BronzeTypes): void {
  for (const relation of model.relations) {
    const { schema, name } = relation;
    if (schema !== 'silver' && schema !== 'gold' && schema !== 'changed') continue;
    const upstream = models.get(name);
    const text = toText(relation);
    if (upstream === undefined || (schema !== 'changed' && upstream.layer !== schema))
      throw modelError(model.file, `the SQL reads ${text}, which is not a model`);
    if (upstream === model)
      throw modelError(
        model.file,
        `the SQL reads ${text}, which is the model itself; in a merge, read existing.${name}`,
      );
    if (schema === 'changed' && upstream.strategy === 'view')
      throw modelError(
        model.file,
        `the SQL reads ${text}, but ${upstream.name} is a view: only a table has changed rows`,
      );
    const column = model.restrict[`${schema}.${name}`];
    if (column !== undefined && !upstream.columns.some((one) => one.name === column))
      throw modelError(model.file, `restrict.${text}: '${column}' is not a column of ${upstream.name}`);
  }
  if (model.bronze?.kind === 'contract' && types[model.bronze.relation]?.contract !== model.bronze.contract)
    throw modelError(
      model.file,
      `bronze.contract: generated/bronze.json has no ${model.bronze.contract}; it has ${Object.values(types)
        .map(({ contract }) => contract)
        .join(', ')}`,
    );
}
