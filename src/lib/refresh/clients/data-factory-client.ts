import { type TokenCredential } from '@azure/identity';
import { type ActivityRun, classifyPipelineRun, type PipelineRun } from '../classify-pipeline-run';
import { type RunService, type RunStatus, type StartRunOptions } from '../ports';
import { type Clock } from '../../platform/clock';
import { SluiceError } from '../../platform/errors';
import { RestClient } from '../../platform/azure/rest-client';

const SCOPE = 'https://management.azure.com/.default';
const VERSION = 'api-version=2018-06-01';

/** Clocks of this process and the service differ by less. */
const CLOCK_SKEW_MILLISECONDS = 5 * 60_000;

export interface DataFactoryClientOptions {
  /** `https://management.azure.com` */
  readonly endpoint: string;
  /** `/subscriptions/…/resourceGroups/…/providers/Microsoft.DataFactory/factories/…` */
  readonly resourceId: string;
  readonly credential: TokenCredential;
  readonly clock: Clock;
}

interface Continued<T> {
  readonly value: readonly T[];
  readonly continuationToken?: string;
}

/**
 * Runs pipelines of one factory (https://learn.microsoft.com/rest/api/datafactory). `createRun` is not
 * idempotent. So a repeated start first searches the runs since the intent for one with our parameter
 * `runId`.
 *
 * The list may not have a run that was just created. Then the pipeline runs twice and writes the same files
 * to the same folder.
 */
export class DataFactoryClient implements RunService {
  readonly #rest: RestClient;
  readonly #factory: string;
  readonly #clock: Clock;

  constructor({ endpoint, resourceId, credential, clock }: DataFactoryClientOptions) {
    this.#factory = resourceId.replace(/\/$/, '');
    this.#clock = clock;
    this.#rest = new RestClient({
      service: 'Data Factory',
      baseUrl: endpoint,
      scope: SCOPE,
      credential,
      codes: { unavailable: 'data_factory_unavailable', refused: 'data_factory_refused' },
      clock,
    });
  }

  async start({ token, name, intendedAt, again }: StartRunOptions): Promise<string> {
    const known = again ? await this.#find(name, token, intendedAt) : undefined;
    if (known !== undefined) return known.runId;
    const { runId } = await this.#post<{ readonly runId: string }>(
      `/pipelines/${encodeURIComponent(name)}/createRun`,
      { runId: token },
    );
    return runId;
  }

  async read(externalId: string): Promise<RunStatus> {
    const path = `${this.#factory}/pipelineruns/${externalId}?${VERSION}`;
    const run = await this.#rest.send<PipelineRun & { readonly runStart?: string }>({ method: 'GET', path });
    return classifyPipelineRun(run, await this.#activities(externalId, run.runStart));
  }

  async cancel(externalId: string): Promise<void> {
    const state = await this.read(externalId);
    // Data Factory refuses to cancel a run that has ended.
    if (state.outcome !== 'running') return;
    await this.#post(`/pipelineruns/${externalId}/cancel`, undefined);
  }

  async #find(pipeline: string, token: string, since: Date): Promise<PipelineRun | undefined> {
    const filter = {
      lastUpdatedAfter: new Date(since.getTime() - CLOCK_SKEW_MILLISECONDS).toISOString(),
      lastUpdatedBefore: new Date(this.#clock.now().getTime() + CLOCK_SKEW_MILLISECONDS).toISOString(),
      filters: [{ operand: 'PipelineName', operator: 'Equals', values: [pipeline] }],
    };
    const runs = await this.#query<PipelineRun>('/queryPipelineRuns', filter);
    return runs.find(({ parameters }) => parameters?.['runId'] === token);
  }

  #activities(externalId: string, runStart: string | undefined): Promise<readonly ActivityRun[]> {
    const now = this.#clock.now();
    const start = runStart === undefined ? now : new Date(runStart);
    return this.#query<ActivityRun>(`/pipelineruns/${externalId}/queryActivityruns`, {
      lastUpdatedAfter: new Date(start.getTime() - CLOCK_SKEW_MILLISECONDS).toISOString(),
      lastUpdatedBefore: new Date(now.getTime() + CLOCK_SKEW_MILLISECONDS).toISOString(),
    });
  }

  async #query<T>(path: string, filter: object): Promise<readonly T[]> {
    const found: T[] = [];
    let continuationToken: string | undefined;
    do {
      const page: Continued<T> = await this.#post(path, {
        ...filter,
        ...(continuationToken !== undefined && { continuationToken }),
      });
      found.push(...page.value);
      continuationToken = page.continuationToken;
    } while (continuationToken !== undefined);
    return found;
  }

  #post<T extends object>(path: string, body: object | undefined): Promise<T> {
    return this.#rest.send<T>({
      method: 'POST',
      path: `${this.#factory}${path}?${VERSION}`,
      ...(body !== undefined && { body }),
    });
  }
}

/** Used if no factory is configured. There are no pipelines then, so it is never called. */
export const NO_DATA_FACTORY: RunService = {
  start: refuse,
  read: refuse,
  cancel: refuse,
};

function refuse(): Promise<never> {
  return Promise.reject(
    new SluiceError('refresh_not_configured', 'DATA_FACTORY_RESOURCE_ID is not set', { kind: 'permanent' }),
  );
}
