import { perSource, type Source } from '../contracts/source';
import { openHubs } from '../event-log/event-hub-client';
import { type Platform } from '../platform/platform';
import { Publisher } from './publisher';
import { instruments, isTelemetryOn } from '../platform/telemetry/instruments';

/** Opens the publishers of this process, one per hub. @throws SluiceError `config_invalid` */
export function openPublishers(platform: Platform): Readonly<Record<Source, Publisher>> {
  const { clients } = platform.use(openHubs);
  return perSource((source) => new Publisher({ hub: clients[source], observe: countSent(source) }));
}

/** Counts the events that a publisher sent to the hub of a source; see `observe` of its options. */
export function countSent(source: string): (published: number, failed: number) => void {
  return (published, failed) => {
    if (!isTelemetryOn()) return;
    const attributes = { 'messaging.system': 'eventhubs', 'messaging.destination.name': source };
    const { sentMessages } = instruments();
    if (published > 0) sentMessages.add(published, attributes);
    if (failed > 0) sentMessages.add(failed, { ...attributes, 'error.type': 'hub_unavailable' });
  };
}
