import { StandInError } from '../../../shared/stand-in-error';
import { type Model } from './model';

/**
 * The models, each after those that it reads; otherwise in the order given.
 *
 * @throws StandInError `option_invalid` where models read each other in a circle, naming them
 */
export function orderModels(models: ReadonlyMap<string, Model>): Map<string, Model> {
  const ordered = new Map<string, Model>();
  const visit = (model: Model, path: readonly Model[]): void => {
    if (ordered.has(model.table)) return;
    const start = path.indexOf(model);
    if (start >= 0) {
      const circle = [...path.slice(start), model].map(({ name }) => name);
      throw new StandInError(
        'option_invalid',
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
