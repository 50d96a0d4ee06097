import { type Clock } from '../platform/clock';
import { isSluiceError } from '../platform/errors';
import { type RefreshStore, type SemanticModelRefresher } from './ports';
import { type RefreshId } from './refresh-id';
import { type SemanticModelRecord } from './refresh-record';

export interface RefreshSemanticModelOptions {
  readonly store: RefreshStore;
  /** Undefined if there is no semantic model; then nothing is done. */
  readonly refresher: SemanticModelRefresher | undefined;
  readonly clock: Clock;
}

/** Maximum length of Power BI's message in a row. */
const MAX_REASON = 2000;

/**
 * Requests that Power BI refreshes Gold's semantic model, and stores the outcome in the row of the refresh. A
 * refusal is stored and does not fail the refresh. A repeated call does not request again what has ended,
 * because requests are limited.
 *
 * @throws errors of the refresher that another attempt may avoid; the row then has the reason
 */
export async function refreshSemanticModel(
  id: RefreshId,
  { store, refresher, clock }: RefreshSemanticModelOptions,
): Promise<void> {
  const record = (await store.readRefresh(id))?.value;
  if (refresher === undefined || record === undefined) return;
  const { number, semanticModel: before } = record;
  if (before !== undefined && before.state !== 'running') return;
  const keep = (semanticModel: SemanticModelRecord): Promise<unknown> =>
    store.changeRefresh(number, { semanticModel });

  const running: SemanticModelRecord = before ?? { state: 'running', startedAt: clock.now().toISOString() };
  if (before === undefined) await keep(running);
  try {
    await refresher.start();
  } catch (error) {
    const reason = clip(error instanceof Error ? error.message : String(error));
    if (!isSluiceError(error) || error.kind === 'transient') {
      await keep({ ...running, reason });
      throw error;
    }
    await keep(giveUp(running, reason, clock.now().toISOString()));
    return;
  }
  await keep({ state: 'succeeded', startedAt: running.startedAt, endedAt: clock.now().toISOString() });
}

/** The record after the last attempt. The service's last message takes precedence over the host's. */
export function giveUp(
  before: SemanticModelRecord | undefined,
  failure: string,
  now: string,
): SemanticModelRecord {
  const { startedAt = now, reason = failure } = before ?? {};
  return { state: 'failed', startedAt, endedAt: now, reason: clip(reason) };
}

function clip(text: string): string {
  return text.length <= MAX_REASON ? text : `${text.slice(0, MAX_REASON)} …`;
}
