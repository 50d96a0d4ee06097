import { type Session } from '../session';
import { type Model } from '../model/model';
import { failure, type ModelFailure } from '../run/model-failure';
import { sqlNames } from '../sql';
import { sqlName } from '../delta/sql-text';

/** Whether every row of a relation has a key. */
export async function checkKeyPresent(
  session: Session,
  relation: string,
  { key }: Model,
): Promise<ModelFailure | undefined> {
  if (key.length === 0) return undefined;
  const missing = key.map((name) => `${sqlName(name)} IS NULL`).join(' OR ');
  const { rows = 0 } = await session.counts(`SELECT count(*) AS rows FROM ${relation} WHERE ${missing}`);
  return rows === 0 ? undefined : failure(`${rows} rows have no key (${key.join(', ')})`);
}

/** Whether every row of a relation has a unique key. */
export async function checkKey(
  session: Session,
  relation: string,
  model: Model,
): Promise<ModelFailure | undefined> {
  if (model.key.length === 0) return undefined;
  const absent = await checkKeyPresent(session, relation, model);
  if (absent !== undefined) return absent;
  const keys = `SELECT count(*) AS n FROM ${relation} GROUP BY ${sqlNames(model.key)} HAVING n > 1`;
  const { twice = 0 } = await session.counts(`SELECT count(*) AS twice FROM (${keys})`);
  return twice === 0 ? undefined : failure(`${twice} keys (${model.key.join(', ')}) have more than one row`);
}
