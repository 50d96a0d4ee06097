import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Model } from '../../lakehouse/engines/duckdb/model/model';
import { type Problem } from '../contracts/problem';
import { checkDeclaration } from './check-declaration';
import { checkMeasures } from './check-measures';
import { type Declaration, parseDeclaration } from './declaration';
import { selectModels } from './select-models';
import { toSemanticTable } from './semantic-table';
import { writeDatabase, writeExpressions, writeModel, writeRelationships } from './write-model';
import { writePlatformFile, writeSemanticModelFile } from './write-project';
import { writeTable } from './write-table';

export interface GeneratePowerBiOptions {
  /** Every model of the lakehouse. */
  readonly models: readonly Model[];
  /**
   * The folder power-bi/, for the paths of the result; nothing is written here. Without its model.yaml there is no
   * semantic model.
   */
  readonly folder: string;
}

export type GeneratePowerBiResult =
  | {
      readonly outcome: 'generated';
      /** Text by path. */
      readonly files: ReadonlyMap<string, string>;
      /** Folders that contain only these files. */
      readonly ownedFolders: readonly string[];
    }
  | { readonly outcome: 'refused'; readonly problems: readonly Problem[] };

/**
 * Converts the models of Gold and power-bi/model.yaml to a semantic model in TMDL. The same input gives the same
 * bytes.
 */
export function generatePowerBi({ models, folder }: GeneratePowerBiOptions): GeneratePowerBiResult {
  const file = join(folder, 'model.yaml');
  if (!existsSync(file)) return { outcome: 'generated', files: new Map(), ownedFolders: [] };
  const declaration = parseDeclaration(readFileSync(file, 'utf8'));
  if (isRefused(declaration)) return { outcome: 'refused', problems: declaration };
  const problems = checkDeclaration(models, declaration);
  if (problems.length > 0) return { outcome: 'refused', problems };
  const tables = selectModels(models, declaration).map((model) => toSemanticTable(model, declaration));
  const unresolved = checkMeasures(declaration, tables);
  if (unresolved.length > 0) return { outcome: 'refused', problems: unresolved };

  const item = join(folder, `${declaration.name}.SemanticModel`);
  const definition = join(item, 'definition');
  const names = tables.map(({ name }) => name).sort();
  return {
    outcome: 'generated',
    files: new Map([
      [join(item, '.platform'), writePlatformFile(declaration)],
      [join(item, 'definition.pbism'), writeSemanticModelFile()],
      [join(definition, 'database.tmdl'), writeDatabase(declaration)],
      [join(definition, 'model.tmdl'), writeModel(declaration, names)],
      [join(definition, 'expressions.tmdl'), writeExpressions(declaration)],
      [join(definition, 'relationships.tmdl'), writeRelationships(declaration)],
      ...tables.map((table): [string, string] => [
        join(definition, 'tables', `${table.name}.tmdl`),
        writeTable(table),
      ]),
    ]),
    ownedFolders: [join(definition, 'tables')],
  };
}

function isRefused(result: Declaration | readonly Problem[]): result is readonly Problem[] {
  return Array.isArray(result);
}
