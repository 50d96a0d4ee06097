import { setTimeout as pause } from 'node:timers/promises';
import { type Clock } from '../../platform/clock';
import { type WindowReader, type WindowSink } from '../ports';
import { type View } from '../windows/view';
import { countDeliveries } from './count-deliveries';
import { DeliverOnChange } from './deliver-on-change';
import { deliverWithLease } from './deliver-with-lease';
import { DeliveryLease } from './delivery-lease';
import { type DeliveryStore } from './delivery-store';
import { WindowDeliverer } from './window-deliverer';
import { WindowSweeper } from './window-sweeper';

/** Delivery of live windows to sinks. */
export interface Delivery {
  /** Complete rounds, for the timer. A round delivers nothing while another process has the lease. */
  readonly deliverer: Pick<WindowDeliverer, 'deliver'>;
  /** Rounds soon after a change of this process. */
  readonly onChange: Pick<DeliverOnChange, 'changed' | 'report'>;
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
  /** Least milliseconds between two rounds after a change. */
  readonly pauseMilliseconds: number;
  /** Names this process in the lease. */
  readonly owner: string;
  readonly clock: Clock;
}

export function createDelivery(options: DeliveryOptions): Delivery {
  const { views, store, sinks, retentionHours, pauseMilliseconds, owner, clock } = options;
  const deliverer = new WindowDeliverer({
    views,
    store,
    clock,
    sinks,
    // An unreferenced timer does not keep the process alive after the round has ended.
    pause: (milliseconds) => pause(milliseconds, undefined, { ref: false }),
  });
  const counted = {
    deliver: countDeliveries((changed?: Parameters<WindowDeliverer['deliver']>[0]) =>
      deliverer.deliver(changed),
    ),
    nextRoundIn: (hasChanges: boolean) => deliverer.nextRoundIn(hasChanges),
    forget: () => {
      deliverer.forget();
    },
    note: () => deliverer.note(),
  };
  const lease = new DeliveryLease({ store, clock, owner });
  const onChange = new DeliverOnChange({ deliverer: counted, lease, clock, after, pauseMilliseconds });
  return {
    deliverer: { deliver: () => deliverWithLease(counted, lease) },
    onChange,
    sweeper: new WindowSweeper({ views, store, clock, retentionHours }),
    close: async () => {
      await onChange.close();
      await deliverer.close();
    },
  };
}

function after(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds).unref();
  return () => {
    clearTimeout(timer);
  };
}
