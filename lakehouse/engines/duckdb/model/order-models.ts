import { LakehouseError } from '../lakehouse-error';
import { type Model } from './model';

/** Whether a model keeps the events that the other models of its contract cannot take. */
export function readsRejected({ relations }: Model): boolean {
  return relations.some(({ schema }) => schema === 'rejected');
}

/**
 * A table of rejected events is made after every other table of its contract: an event that those have failed on is
 * known then, and one that it gives back has been taken in before it leaves.
 */
function withReaders(model: Model, models: ReadonlyMap<string, Model>): Model {
  if (!readsRejected(model)) return model;
  const readers = [...models.values()].filter(
    (other) => other !== model && other.bronze?.relation === model.bronze?.relation && !readsRejected(other),
  );
  return { ...model, upstreams: [...new Set([...model.upstreams, ...readers.map(({ table }) => table)])] };
}

/**
 * The models, each after those that it reads; otherwise in the order given.
 *
 * @throws LakehouseError `model_invalid` where models read each other in a circle, naming them
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
        `${model.file}: models read each other in a circle: ${circle.join(' ← ')}`,
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
