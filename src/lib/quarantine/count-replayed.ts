import { instruments, isTelemetryOn } from '../platform/telemetry/instruments';

/**
 * Counts what became of the records of one replay.
 *
 * @param results ids are `<source>.<incarnation>.<partition>.<sequenceNumber>`
 */
export function countReplayed(results: readonly { readonly id: string; readonly outcome: string }[]): void {
  if (!isTelemetryOn()) return;
  for (const { id, outcome } of results) {
    const [source = ''] = id.split('.');
    instruments().replayedRecords.add(1, { 'sluice.source': source, 'sluice.replay.outcome': outcome });
  }
}
