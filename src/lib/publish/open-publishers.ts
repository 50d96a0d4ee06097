import { perSource } from '../contracts/per-source';
import { type Source } from '../contracts/source';
import { openHubs } from '../event-log/open-hubs';
import { type Platform } from '../platform/platform';
import { countSent } from './count-sent';
import { Publisher } from './publisher';

/** The publishers of this process, one a hub. @throws SluiceError `config_invalid` */
export function openPublishers(platform: Platform): Readonly<Record<Source, Publisher>> {
  const { clients } = platform.use(openHubs);
  return perSource((source) => new Publisher({ hub: clients[source], observe: countSent(source) }));
}
