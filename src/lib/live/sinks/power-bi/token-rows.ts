import { PUSH_DATASET_LIMITS } from './power-bi-limits';
import { type RestClient } from '../../../platform/azure/rest-client';
import { createPowerBiRest, datasetPath, type PowerBiOptions } from '../../../platform/azure/power-bi-rest';
import { type RowTarget, type RowTargets } from './power-bi-rows';

export interface TokenRowsOptions extends PowerBiOptions {
  readonly workspaceId: string;
  readonly datasetId: string;
}

/** Sends rows to a push dataset, a table a view, with the app's token: `POST …/tables/{view}/rows {"rows": […]}`. */
export class TokenRows implements RowTargets {
  readonly limits = PUSH_DATASET_LIMITS;
  readonly #rest: RestClient;
  readonly #path: string;
  readonly #datasetId: string;

  constructor({ workspaceId, datasetId, ...options }: TokenRowsOptions) {
    this.#rest = createPowerBiRest(options);
    this.#path = datasetPath(workspaceId, datasetId);
    this.#datasetId = datasetId;
  }

  find(view: string): Promise<RowTarget> {
    const path = `${this.#path}/tables/${encodeURIComponent(view)}/rows`;
    return Promise.resolve({
      dataset: this.#datasetId,
      post: async (rows) => {
        await this.#rest.send({ method: 'POST', path, body: { rows } });
      },
    });
  }
}
