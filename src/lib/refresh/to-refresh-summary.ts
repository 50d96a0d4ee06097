import { type RefreshSummary } from './api';
import { type RefreshRecord } from './refresh-record';

/** A refresh in a list. `cancelling` is a running refresh with a cancel request. */
export function toRefreshSummary(record: RefreshRecord): RefreshSummary {
  const { id, number, trigger, pipelines, force, rebuild = [], startedAt } = record;
  const { endedAt, reason, newEvents, counts } = record;
  const cancelling = record.state === 'running' && record.cancelRequestedAt !== undefined;
  return {
    id,
    number,
    state: cancelling ? 'cancelling' : record.state,
    trigger,
    pipelines,
    force,
    rebuild,
    startedAt,
    endedAt: endedAt ?? null,
    durationSeconds: endedAt === undefined ? null : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000,
    reason: reason ?? null,
    newEvents: newEvents ?? null,
    counts: counts ?? null,
  };
}
