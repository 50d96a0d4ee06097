import { perSource } from '../contracts/per-source';
import { type Source } from '../contracts/source';
import { EVENT_HUBS } from '../platform/azure/connections';
import { type Platform } from '../platform/platform';
import { createHubInspector, EventHubClient } from './event-hub-client';
import { type HubInspector, type HubReader } from './hub-reader';

/** The Event Hubs of this process. */
export interface Hubs {
  readonly clients: Readonly<Record<Source, EventHubClient>>;
  /** All of them as readers see them. */
  readonly hub: HubInspector & HubReader;
}

/** Nothing is connected before its first use. @throws SluiceError `config_invalid` */
export function openHubs(platform: Platform): Hubs {
  const { eventHubs } = platform.settings({ eventHubs: EVENT_HUBS });
  const clients = perSource((source) => new EventHubClient(eventHubs, source));
  platform.onClose(() => Promise.all(Object.values(clients).map((client) => client.close())));
  return { clients, hub: createHubInspector(clients) };
}
