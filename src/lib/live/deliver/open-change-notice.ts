import { type Platform } from '../../platform/platform';
import { openChangeSignal } from '../changes/change-signal';
import { LIVE } from '../settings';
import { type WindowChange } from './deliver-on-change';
import type * as Delivery from './open-delivery';

/** Call it after windows of this process changed. It returns at once and never throws. */
export type ChangeNotice = (change: WindowChange) => void;

/**
 * Makes the notice that answers waiting requests of this process, and starts deliveries after a change if there are
 * sinks. Wrong settings of a sink are logged, because no batch may fail or wait for a sink.
 */
export function openChangeNotice(platform: Platform): ChangeNotice {
  return (change) => {
    platform.use(openChangeSignal).changed(change.source);
    try {
      if (platform.use(openHasSinks)) platform.use(loadDelivery()).onChange.changed(change);
    } catch (error) {
      change.log.error('delivery after a change:', error);
    }
  };
}

function openHasSinks(platform: Platform): boolean {
  return platform.settings({ live: LIVE }).live.hasSinks;
}

/** Loads the sinks at the first change, so that they do not slow the start of the trigger. */
function loadDelivery(): typeof Delivery.openDelivery {
  // `import()` of an own file would make the caller wait.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./open-delivery') as typeof Delivery).openDelivery;
}
