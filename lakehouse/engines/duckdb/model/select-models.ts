import { LakehouseError } from '../lakehouse-error';
import { type Model } from './model';

/**
 * Returns the models of a selection, in the order of execution.
 *
 * @param selection folders (`silver/iot`, `gold/marts`) and models (`silver.iot_telemetry`), comma-separated
 * @throws LakehouseError `option_invalid` for a part that selects no model
 */
export function selectModels(models: ReadonlyMap<string, Model>, selection: string): Model[] {
  const chosen = new Set<Model>();
  for (const part of selection.split(',').map((text) => text.trim())) {
    const found = [...models.values()].filter(
      ({ name, group }) => name === part || group === part || group.startsWith(`${part}/`),
    );
    if (found.length === 0) {
      const groups = [...new Set([...models.values()].map(({ group }) => group))];
      throw new LakehouseError(
        'option_invalid',
        `--select: '${part}' is neither a folder nor a model; folders are ${groups.join(', ')}`,
      );
    }
    for (const model of found) chosen.add(model);
  }
  return [...models.values()].filter((model) => chosen.has(model));
}
