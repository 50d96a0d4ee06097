import { LakehouseError } from '../lakehouse-error';
import { type Model } from './model';
import { readsRejected } from './order-models';
import { blankOpaque, toText } from './sql-text';

/**
 * Checks a model's fields against its columns and its SQL. lakehouse/model.schema.json checks the fields
 * alone.
 *
 * @throws LakehouseError `model_invalid`, naming file and field
 */
export function checkModel(model: Model): void {
  const refuse = (field: string, message: string): never => {
    throw new LakehouseError('model_invalid', `${model.file}: ${field}: ${message}`);
  };
  checkColumns(model, refuse);
  checkSql(model, refuse);
  checkRelations(model, refuse);
  const names = model.expectations.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) refuse('expectations', `two are called ${twice}`);
}

type Refuse = (field: string, message: string) => never;

function checkColumns(model: Model, refuse: Refuse): void {
  const types = new Map(model.columns.map(({ name, type }) => [name, type]));
  for (const name of model.key) if (!types.has(name)) refuse('key', `'${name}' is not a column of the model`);
  for (const name of Object.keys(model.stable))
    if (!model.key.includes(name) && name !== model.partitionBy)
      refuse('stable', `'${name}' is neither in key nor partitionBy; leave it out`);
  for (const { name, keyOf } of model.columns)
    if (keyOf !== undefined && types.get(keyOf) !== 'string')
      refuse(`columns.${name}.keyOf`, `'${keyOf}' is not a column of type string`);
  const { partitionBy } = model;
  if (partitionBy !== undefined) {
    if (types.get(partitionBy) !== 'date')
      refuse('partitionBy', `'${partitionBy}' is not a column of type date`);
    if (model.columns.length === 1)
      refuse('partitionBy', 'a table has a column besides its partition column');
  }
}

function checkSql(model: Model, refuse: Refuse): void {
  for (const [field, sql] of [
    ['the SELECT', model.sql],
    ['affected', model.affected],
  ] as const) {
    if (sql === undefined) continue;
    const plain = blankOpaque(sql);
    if (!/^\s*(?:SELECT|WITH)\b/i.test(plain)) refuse(field, 'must be one SELECT (or WITH … SELECT)');
    if (plain.includes(';')) refuse(field, 'must not contain a semicolon');
  }
}

function checkRelations(model: Model, refuse: Refuse): void {
  for (const relation of model.relations) {
    const text = toText(relation);
    switch (relation.schema) {
      case 'bronze':
      case 'rejected':
        if (model.bronze === undefined) refuse('bronze', `is missing, but the SQL reads ${text}`);
        else if (model.bronze.relation !== relation.name)
          refuse('bronze', `is bronze.${model.bronze.relation}, but the SQL reads ${text}`);
        break;
      case 'existing':
        if (model.strategy !== 'merge' || relation.name !== model.table)
          refuse('the SELECT', `reads ${text}; a merge reads existing.<own name> only`);
        break;
      case 'run':
        if (relation.name !== 'settings' && !(relation.name === 'affected' && model.strategy === 'replace'))
          refuse('the SELECT', `reads ${text}; only run.settings exists, and run.affected for a replace`);
        break;
      case 'changed':
        if (model.strategy === 'full' || model.strategy === 'view')
          refuse('the SELECT', `reads ${text}, but a ${model.strategy} reads whole tables`);
        break;
      case 'silver':
      case 'gold':
        break;
    }
  }
  if (model.bronze !== undefined && !readsBronze(model) && !readsRejected(model))
    refuse('bronze', 'is declared, but the SQL does not read it');
  if (model.bronze?.kind === 'contract' && (model.strategy === 'full' || model.strategy === 'replace'))
    refuse('bronze', `returns new events only, and a ${model.strategy} reads all; read a Silver table`);
  if (model.strategy === 'append' || model.strategy === 'merge' || model.strategy === 'replace') {
    if (model.bronze === undefined && !model.relations.some(({ schema }) => schema === 'changed'))
      refuse(
        'the SELECT',
        `a ${model.strategy} reads changed.<table> or bronze.<name>: otherwise it never has new rows`,
      );
  }
  if (model.restrictDays > 0 && !model.relations.some((relation) => toText(relation) === 'run.affected'))
    refuse('restrictDays', 'reads further days, so the SELECT must keep only those in run.affected');
  for (const name of Object.keys(model.restrict))
    if (!model.relations.some((relation) => toText(relation) === name))
      refuse('restrict', `the SQL does not read ${name}`);
}

/** Whether the SQL reads the events or the file that the header names. */
function readsBronze({ relations }: Model): boolean {
  return relations.some(({ schema }) => schema === 'bronze');
}
