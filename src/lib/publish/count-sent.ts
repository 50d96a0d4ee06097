import { instruments, isTelemetryOn } from '../platform/telemetry/instruments';

/** Counts what a publisher sent to the hub of a source; see `observe` of its options. */
export function countSent(source: string): (published: number, failed: number) => void {
  return (published, failed) => {
    if (!isTelemetryOn()) return;
    const attributes = { 'messaging.system': 'eventhubs', 'messaging.destination.name': source };
    const { sentMessages } = instruments();
    if (published > 0) sentMessages.add(published, attributes);
    if (failed > 0) sentMessages.add(failed, { ...attributes, 'error.type': 'hub_unavailable' });
  };
}
