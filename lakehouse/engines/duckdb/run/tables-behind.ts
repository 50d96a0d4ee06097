import { type Model } from '../model/model';
import { type RefreshRun } from './refresh-run';

/** The tables that a model reads, including those behind its views. */
export function tablesBehind(run: Pick<RefreshRun, 'models'>, model: Model): Set<Model> {
  const found = new Set<Model>();
  for (const name of model.upstreams) {
    const upstream = run.models.models.get(name);
    if (upstream === undefined) continue;
    if (upstream.strategy !== 'view') found.add(upstream);
    else for (const behind of tablesBehind(run, upstream)) found.add(behind);
  }
  return found;
}
