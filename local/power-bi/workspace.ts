import { DatasetLimits } from './model/dataset-limits';
import { type DatasetStore } from './store/dataset-store';
import { type SemanticModels } from './store/semantic-models';

/** The one workspace of this service. */
export interface Workspace {
  readonly id: string;
  readonly datasets: DatasetStore;
  readonly semanticModels: SemanticModels;
  readonly limits: LimitsByDataset;
  /** How long a refresh of a semantic model takes. */
  readonly refreshSeconds: number;
}

export class LimitsByDataset {
  readonly #limits = new Map<string, DatasetLimits>();

  of(datasetId: string): DatasetLimits {
    const id = datasetId.toLowerCase();
    const known = this.#limits.get(id) ?? new DatasetLimits();
    this.#limits.set(id, known);
    return known;
  }
}
