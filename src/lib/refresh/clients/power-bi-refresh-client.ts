import { isSluiceError, SluiceError } from '../../platform/errors';
import { type RestClient } from '../../platform/azure/rest-client';
import { createPowerBiRest, datasetPath, type PowerBiOptions } from '../../platform/azure/power-bi-rest';
import { createCredential } from '../../platform/azure/credential';
import { type Platform } from '../../platform/platform';
import { SEMANTIC_MODEL } from '../settings';

export interface PowerBiRefreshClientOptions extends PowerBiOptions {
  readonly workspaceId: string;
  /** POWER_BI_SEMANTIC_MODEL_ID: Gold's model. The push dataset is another one and never refreshed. */
  readonly semanticModelId: string;
}

/** One refresh of a semantic model, from its history. */
export interface SemanticModelRefresh {
  /** The service's id of the request that started the refresh. */
  readonly requestId: string;
  /** `other` is an unknown status. */
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'other';
  /** As in the response: `Unknown`, `Completed`, `Failed`, `Cancelled`, `Disabled`, … */
  readonly status: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** RFC 3339; null while it runs. */
  readonly endedAt: string | null;
  /** Error code, as `ModelRefreshFailed_CredentialsNotSpecified`; null without a failure or a code. */
  readonly message: string | null;
}

interface HistoryEntry {
  readonly requestId?: string;
  readonly status?: string;
  readonly startTime?: string;
  readonly endTime?: string;
  readonly serviceExceptionJson?: string;
}

/** While a refresh runs, its status in the history is `Unknown`. */
const OUTCOMES: Readonly<Record<string, SemanticModelRefresh['outcome']>> = {
  Unknown: 'running',
  InProgress: 'running',
  NotStarted: 'running',
  Completed: 'succeeded',
  Failed: 'failed',
  Disabled: 'failed',
  Cancelled: 'cancelled',
};

/** A refresh takes minutes. While one is running, retry after this. */
const BUSY_SECONDS = 30;

/** Refreshes of one semantic model (https://learn.microsoft.com/rest/api/power-bi/datasets/refresh-dataset-in-group). */
export class PowerBiRefreshClient {
  readonly #rest: RestClient;
  readonly #path: string;

  constructor({ workspaceId, semanticModelId, ...options }: PowerBiRefreshClientOptions) {
    this.#rest = createPowerBiRest(options);
    this.#path = `${datasetPath(workspaceId, semanticModelId)}/refreshes`;
  }

  /**
   * Requests a refresh, which continues after this resolves. A model has one refresh at a time. A running one
   * may have begun before the newest data was written, so this throws and the caller tries again.
   *
   * @throws SluiceError `power_bi_unavailable` (transient, also while another refresh is running) or
   *   `power_bi_refused`
   */
  async start(): Promise<void> {
    try {
      // A service principal may use only this option of the request.
      await this.#rest.send({ method: 'POST', path: this.#path, body: { notifyOption: 'NoNotification' } });
    } catch (error) {
      if (!isRefreshUnderWay(error)) throw error;
      throw new SluiceError('power_bi_unavailable', error.message, {
        kind: 'transient',
        cause: error,
        data: { ...error.data, retryAfterSeconds: BUSY_SECONDS },
      });
    }
  }

  /**
   * Reads the newest refresh of the model, by any caller; undefined before the first.
   *
   * @throws SluiceError `power_bi_unavailable` or `power_bi_refused`
   */
  async latest(): Promise<SemanticModelRefresh | undefined> {
    const { value = [] } = await this.#rest.send<{ readonly value?: readonly HistoryEntry[] }>({
      method: 'GET',
      path: `${this.#path}?$top=1`,
    });
    const [entry] = value;
    return entry === undefined ? undefined : toRefresh(entry);
  }
}

/** Recognized by the message, because the service has no error code for it. */
function isRefreshUnderWay(error: unknown): error is SluiceError {
  return isSluiceError(error) && error.data['status'] === 400 && /already executing/i.test(error.message);
}

function toRefresh(entry: HistoryEntry): SemanticModelRefresh {
  const status = entry.status ?? 'Unknown';
  return {
    requestId: entry.requestId ?? '',
    outcome: OUTCOMES[status] ?? 'other',
    status,
    startedAt: entry.startTime ?? '',
    endedAt: entry.endTime ?? null,
    message: errorCodeIn(entry.serviceExceptionJson),
  };
}

/** Parses `{"errorCode": "…", "errorDescription": "…"}`. Older entries have other texts. */
function errorCodeIn(json: string | undefined): string | null {
  if (json === undefined || json === '') return null;
  try {
    const { errorCode, errorDescription } = JSON.parse(json) as {
      readonly errorCode?: string;
      readonly errorDescription?: string;
    };
    return [errorCode, errorDescription].filter((word) => word !== undefined).join(': ') || json;
  } catch {
    return json;
  }
}

/** Opens the semantic model of Gold; undefined if none is configured. @throws SluiceError `config_invalid` */
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
