import { setTimeout as pause } from 'node:timers/promises';
import { type Clock } from '../../platform/clock';
import { type WindowReader, type WindowSink } from '../ports';
import { type View } from '../windows/view';
import { countDeliveries } from './count-deliveries';
import { type DeliveryStore } from './delivery-store';
import { WindowDeliverer } from './window-deliverer';
import { WindowSweeper } from './window-sweeper';

/** Delivery of live windows to sinks. */
export interface Delivery {
  readonly deliverer: Pick<WindowDeliverer, 'deliver'>;
  readonly sweeper: Pick<WindowSweeper, 'sweepWhenDue'>;
  close(): Promise<void>;
}

export interface DeliveryOptions {
  /** The views of all sources. */
  readonly views: readonly View[];
  readonly store: DeliveryStore & WindowReader;
  readonly sinks: readonly WindowSink[];
  /** Hours of event time that windows are kept. */
  readonly retentionHours: number;
  readonly clock: Clock;
}

export function createDelivery({ views, store, sinks, retentionHours, clock }: DeliveryOptions): Delivery {
  const deliverer = new WindowDeliverer({
    views,
    store,
    clock,
    sinks,
    // An unreferenced timer does not keep the process alive after the round has ended.
    pause: (milliseconds) => pause(milliseconds, undefined, { ref: false }),
  });
  return {
    deliverer: countDeliveries(deliverer),
    sweeper: new WindowSweeper({ views, store, clock, retentionHours }),
    close: () => deliverer.close(),
  };
}
