import { type TokenCredential } from '@azure/identity';
import { type Clock, systemClock } from '../clock';
import { RestClient } from './rest-client';

/** The audience of Power BI, the same in every tenant. */
const SCOPE = 'https://analysis.windows.net/powerbi/api/.default';

export interface PowerBiOptions {
  /** `https://api.powerbi.com`, or a stand-in on this machine. */
  readonly endpoint: string;
  readonly credential: TokenCredential;
  /** For dates in `Retry-After`. @default the system's */
  readonly clock?: Clock;
}

/** Creates a client of the Power BI REST API, v1.0 (https://learn.microsoft.com/rest/api/power-bi). */
export function createPowerBiRest({ endpoint, credential, clock = systemClock }: PowerBiOptions): RestClient {
  return new RestClient({
    service: 'Power BI',
    baseUrl: `${endpoint.replace(/\/$/, '')}/v1.0/myorg`,
    scope: SCOPE,
    credential,
    codes: { unavailable: 'power_bi_unavailable', refused: 'power_bi_refused' },
    clock,
  });
}

/** Returns the path of a semantic model. The API still calls it a dataset. */
export function datasetPath(workspaceId: string, datasetId: string): string {
  return `/groups/${encodeURIComponent(workspaceId)}/datasets/${encodeURIComponent(datasetId)}`;
}
