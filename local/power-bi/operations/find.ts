import { invalid, notFound } from '../refusals';
import { type TableDefinition } from '../model/table-definition';
import { type Dataset } from '../store/dataset-store';
import { type SemanticModel } from '../store/semantic-models';
import { type TableRows } from '../store/table-rows';
import { type PowerBiCall } from './operation';

type Named = Pick<PowerBiCall, 'context' | 'parameters'>;

/** @throws Refusal 404 */
export function requireWorkspace({ context, parameters }: Named): void {
  const id = parameters['group'] ?? '';
  if (id.toLowerCase() !== context.id) throw notFound(`the workspace ${id}`);
}

/** Finds the push dataset of the path. @throws Refusal 404, or 400 for a semantic model */
export function findDataset(call: Named): Dataset {
  requireWorkspace(call);
  const id = call.parameters['dataset'] ?? '';
  const dataset = call.context.datasets.find(id);
  if (dataset !== undefined) return dataset;
  if (call.context.semanticModels.find(id) !== undefined)
    throw invalid(`the dataset ${id} imports its data and accepts no rows`);
  throw notFound(`the dataset ${id}`);
}

/** Finds the semantic model of the path. @throws Refusal 404, or 400 for a push dataset */
export function findSemanticModel(call: Named): SemanticModel {
  requireWorkspace(call);
  const id = call.parameters['dataset'] ?? '';
  const model = call.context.semanticModels.find(id);
  if (model !== undefined) return model;
  if (call.context.datasets.find(id) !== undefined)
    throw invalid('Invalid dataset. This API can only be called on a Model-based dataset');
  throw notFound(`the dataset ${id}`);
}

/** Finds a table of a dataset with its rows; the name is case-sensitive. @throws Refusal 404 */
export function findTable(
  { record, rows }: Dataset,
  name: string,
): { readonly definition: TableDefinition; readonly rows: TableRows } {
  const definition = record.tables.find((table) => table.name === name);
  const rowsOfTable = rows.get(name);
  if (definition === undefined || rowsOfTable === undefined) throw notFound(`the table ${name}`);
  return { definition, rows: rowsOfTable };
}
