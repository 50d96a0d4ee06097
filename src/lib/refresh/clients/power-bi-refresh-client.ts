import { isSluiceError, SluiceError } from '../../platform/errors';
import { type RestClient } from '../../platform/azure/rest-client';
import { createPowerBiRest, datasetPath, type PowerBiOptions } from '../../platform/azure/power-bi-rest';
import { createCredential } from '../../platform/azure/credential';
import { type Platform } from '../../platform/platform';
import { SEMANTIC_MODEL } from '../settings';

export interface PowerBiRefreshClientOptions extends PowerBiOptions {
  readonly workspaceId: string;
  /** POWER_BI_SEMANTIC_MODEL_ID: Gold's model, not the push dataset, which is never refreshed. */
  readonly semanticModelId: string;
}

/** One refresh of a semantic model, as its history tells it. */
export interface SemanticModelRefresh {
  /** The service's id of the request that started it. */
  readonly requestId: string;
  /** `other` is a status that this app does not know. */
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'other';
  /** As the service wrote it: `Unknown`, `Completed`, `Failed`, `Cancelled`, `Disabled`, … */
  readonly status: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** RFC 3339; null while it runs. */
  readonly endedAt: string | null;
  /** Why it failed, as `ModelRefreshFailed_CredentialsNotSpecified`; null where it did not, or where nothing is said. */
  readonly message: string | null;
}

interface HistoryEntry {
  readonly requestId?: string;
  readonly status?: string;
  readonly startTime?: string;
  readonly endTime?: string;
  readonly serviceExceptionJson?: string;
}

/** `Unknown` is what the history shows while a refresh runs. */
const OUTCOMES: Readonly<Record<string, SemanticModelRefresh['outcome']>> = {
  Unknown: 'running',
  InProgress: 'running',
  NotStarted: 'running',
  Completed: 'succeeded',
  Failed: 'failed',
  Disabled: 'failed',
  Cancelled: 'cancelled',
};

/** A refresh takes minutes; whoever met one under way asks again after this. */
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
   * Asks for a refresh; it runs on after this resolves. A model has one refresh at a time, and one that is under way may
   * have begun before the newest data was there: then this throws, to be tried again.
   *
   * @throws SluiceError `power_bi_unavailable` (transient, also while another refresh is under way) or `power_bi_refused`
   */
  async start(): Promise<void> {
    try {
      // Of the options that the service knows, an identity that is no person may use this one only.
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
   * The newest refresh of the model, whoever started it; undefined before the first.
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

/** The service has no code of its own for it. */
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

/** `{"errorCode": "…", "errorDescription": "…"}` as text; older entries have text of another kind. */
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
