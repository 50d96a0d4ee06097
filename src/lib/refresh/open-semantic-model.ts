import { createCredential } from '../platform/azure/credential';
import { type Platform } from '../platform/platform';
import { PowerBiRefreshClient } from './clients/power-bi-refresh-client';
import { SEMANTIC_MODEL } from './settings';

/** Refreshes Gold's semantic model; undefined where none is named in the settings. @throws SluiceError `config_invalid` */
export function openSemanticModel(platform: Platform): PowerBiRefreshClient | undefined {
  const { semanticModel } = platform.settings({ semanticModel: SEMANTIC_MODEL });
  if (semanticModel === undefined) return undefined;
  const { clientId, ...model } = semanticModel;
  return new PowerBiRefreshClient({
    ...model,
    credential: createCredential(clientId),
    clock: platform.clock,
  });
}
