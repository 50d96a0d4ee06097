import { type ModelChange } from './details-api';
import { type ModelResult } from './model-result';

/** The tables that have rows of an older text of their model, by the results of a refresh. */
export function toModelChanges(results: readonly ModelResult[]): readonly ModelChange[] {
  return results.flatMap(({ model, modelChangedAt }) =>
    modelChangedAt === undefined || modelChangedAt === null
      ? []
      : [{ table: model, changedAt: modelChangedAt, detail: describeModelChange(model, modelChangedAt) }],
  );
}

/** What a person should know and can do about a table with rows of an older text of its model. */
export function describeModelChange(table: string, changedAt: string): string {
  const minute = `${changedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return (
    `The model of ${table} changed on ${minute}. Older rows stay until the table is rebuilt: ` +
    `npm run refresh -- --rebuild ${table}`
  );
}
