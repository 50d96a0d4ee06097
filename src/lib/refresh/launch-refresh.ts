import { type RefreshInstances, type RefreshLimits, type RefreshStore } from './ports';
import { type CurrentRefresh } from './refresh-record';

export interface LaunchOptions {
  readonly store: RefreshStore;
  readonly instances: RefreshInstances;
  readonly limits: RefreshLimits;
  /** Whether the refresh ends with a refresh of Gold's semantic model in Power BI. */
  readonly semanticModel: boolean;
  /** W3C trace context of the start; absent while telemetry is off. */
  readonly traceparent?: string | undefined;
}

/** Creates the row and the instance of a refresh that holds the claim. Existing ones are kept. */
export async function launch(
  { store, instances, limits, semanticModel, traceparent }: LaunchOptions,
  { id, number, trigger, pipelines, force, rebuild }: CurrentRefresh,
): Promise<void> {
  const startedAt = new Date(number).toISOString();
  await store.createRefresh({
    id,
    number,
    trigger,
    pipelines,
    force,
    ...(rebuild !== undefined && { rebuild }),
    startedAt,
    state: 'running',
    ...(traceparent !== undefined && { traceparent }),
  });
  await instances.start(id, { refreshId: id, number, limits, semanticModel });
}
