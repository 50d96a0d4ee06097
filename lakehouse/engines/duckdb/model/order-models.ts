import { LakehouseError } from '../lakehouse-error';
import { type Model } from './model';

/** Whether a model keeps the events that the other models of its contract reject. */
export function readsRejected({ relations }: Model): boolean {
  return relations.some(({ schema }) => schema === 'rejected');
}

/**
 * Builds a table of rejected events after every other table of its contract. The events on which those failed
 * are then known. An event that leaves the rejected table is in the others already.
 */
function withReaders(model: Model, models: ReadonlyMap<string, Model>): Model {
  if (!readsRejected(model)) return model;
  const readers = [...models.values()].filter(
    (other) => other !== model && other.bronze?.relation === model.bronze?.relation && !readsRejected(other),
  );
  return { ...model, upstreams: [...new Set([...model.upstreams, ...readers.map(({ table }) => table)])] };
}

/**
 * Returns the models, each after those that it reads, otherwise in the given order.
 *
 * @throws LakehouseError `model_invalid` for a cycle, with the models in it
 */
export function orderModels(given: ReadonlyMap<string, Model>): Map<string, Model> {
  const models = new Map(Array.from(given, ([table, model]) => [table, withReaders(model, given)]));
  const ordered = new Map<string, Model>();
  const visit = (model: Model, path: readonly Model[]): void => {
    if (ordered.has(model.table)) return;
    const start = path.indexOf(model);
    if (start >= 0) {
      const circle = [...path.slice(start), model].map(({ name }) => name);
      throw new LakehouseError(
        'model_invalid',
        `${model.file}: models read each other in a cycle: ${circle.join(' ← ')}`,
      );
    }
    for (const name of model.upstreams) {
      const upstream = models.get(name);
      if (upstream !== undefined) visit(upstream, [...path, model]);
    }
    ordered.set(model.table, model);
  };
  for (const model of models.values()) visit(model, []);
  return ordered;
}
