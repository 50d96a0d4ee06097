import { type Model } from '../../lakehouse/engines/duckdb/model/model';
import { rebuildSet, type RebuiltTable } from '../../lakehouse/engines/duckdb/model/rebuild-set';

/** Names that a message lists at most. */
const MAX_NAMES = 5;

/**
 * Describes what a rebuild of these tables computes: the tables themselves, and those that come along.
 *
 * @param names as on the command line, `<layer>.<table>`
 * @throws Error for a name without a table, with similar names
 */
export function toRebuildLines(models: ReadonlyMap<string, Model>, names: readonly string[]): string[] {
  const all = [...models.values()];
  for (const name of names) checkName(name, all);
  const rebuilt = rebuildSet(models, names);
  const named = (because: RebuiltTable['because']): string =>
    rebuilt
      .filter((one) => one.because === because)
      .map(({ model }) => model.name)
      .join(', ');
  const [contract, reads] = [named('contract'), named('reads')];
  return [
    `Rebuilds ${named('requested')} from all of Bronze.`,
    ...(contract === '' ? [] : [`  Tables of the same contract come along: ${contract}.`]),
    ...(reads === '' ? [] : [`  Tables that read them come along: ${reads}.`]),
    'Readers see the old rows of a table until its new rows are complete.',
  ];
}

function checkName(name: string, models: readonly Model[]): void {
  const model = models.find((one) => one.name === name);
  if (model?.strategy === 'view')
    throw new Error(
      `--rebuild: ${name} is a view: it stores no rows, so a change of its SQL applies at once`,
    );
  if (model !== undefined) return;
  const table = name.slice(name.indexOf('.') + 1);
  const similar = models
    .filter(
      (one) => one.strategy !== 'view' && (one.table.includes(table) || shareBeginning(one.table, table)),
    )
    .map((one) => one.name)
    .slice(0, MAX_NAMES);
  const hint =
    similar.length === 0 ? '`npm run query` lists the tables' : `similar tables are ${similar.join(', ')}`;
  throw new Error(`--rebuild: there is no table ${name}; ${hint}`);
}

function shareBeginning(one: string, other: string): boolean {
  const length = Math.max(3, Math.floor(other.length * 0.6));
  return one.startsWith(other.slice(0, length));
}
