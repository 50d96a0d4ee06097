import { type Model } from './model';

/** A table that a rebuild computes, and why. */
export interface RebuiltTable {
  readonly model: Model;
  /** `requested`: named by the caller. `contract`: it shares its contract's checks with one. `reads`: it reads one. */
  readonly because: 'requested' | 'contract' | 'reads';
}

/**
 * The tables that are rebuilt with the named ones, each after those that it reads.
 *
 * Tables of one contract come along because they accept and reject events together. Tables that read a rebuilt table,
 * directly or through views, come along because all of its rows count as new for them.
 *
 * @param names `<layer>.<table>`; unknown names and views are ignored
 */
export function rebuildSet(models: ReadonlyMap<string, Model>, names: readonly string[]): RebuiltTable[] {
  const found = new Map<string, RebuiltTable['because']>();
  const contracts = new Set<string>();
  for (const model of models.values()) {
    if (!names.includes(model.name) || model.strategy === 'view') continue;
    found.set(model.table, 'requested');
    if (model.bronze?.kind === 'contract') contracts.add(model.bronze.relation);
  }
  const rebuilt: RebuiltTable[] = [];
  const views = new Set<string>();
  // Models are in the order in which they run, so a model comes after those that it reads.
  for (const model of models.values()) {
    const { table, bronze, strategy } = model;
    if (bronze?.kind === 'contract' && contracts.has(bronze.relation) && !found.has(table))
      found.set(table, 'contract');
    if (!found.has(table) && !model.upstreams.some((name) => found.has(name) || views.has(name))) continue;
    if (strategy === 'view') {
      views.add(table);
      continue;
    }
    const because = found.get(table) ?? 'reads';
    found.set(table, because);
    rebuilt.push({ model, because });
  }
  return rebuilt;
}
