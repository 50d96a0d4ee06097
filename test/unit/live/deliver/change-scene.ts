import { DeliverOnChange } from '../../../../src/lib/live/deliver/deliver-on-change';
import { DeliveryLease } from '../../../../src/lib/live/deliver/delivery-lease';
import { setUp } from './deliver-scene';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Everything that is logged, as `error sink one:`. */
export function createLog() {
  const lines: string[] = [];
  const log = (level: string) => (text: string) => {
    lines.push(`${level} ${text}`);
  };
  return { lines, log: { debug: log('debug'), error: log('error') } };
}

/** Lets everything run that waits for nothing but promises. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
}

/** Deliveries after a change over a store in memory, in processes that share a clock. */
export function setUpChanges() {
  const scene = setUp();
  const { clock, store } = scene;
  const timers = new Set<Timer>();
  const after = (milliseconds: number, run: () => void): (() => void) => {
    const timer = { at: clock.time + milliseconds, run };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  /** Advances the clock to each timer in turn. */
  const wait = async (milliseconds: number): Promise<void> => {
    const end = clock.time + milliseconds;
    await settle();
    for (;;) {
      const due = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      const [next] = due;
      if (next === undefined) break;
      timers.delete(next);
      clock.time = Math.max(clock.time, next.at);
      next.run();
      await settle();
    }
    clock.time = end;
  };
  /** @param observes which partitions the process writes */
  const openProcess = (owner: string, observes: (partition: number) => boolean = () => false) => {
    const deliverer = scene.openDeliverer({}, observes);
    const now = { now: () => new Date(clock.time) };
    const lease = new DeliveryLease({ store, clock: now, owner });
    const onChange = new DeliverOnChange({ deliverer, lease, clock: now, after });
    const { lines, log } = createLog();
    return {
      deliverer,
      lease,
      onChange,
      lines,
      changed: (partition = 0) => {
        onChange.changed({ source: 'iot', partition, log });
      },
    };
  };
  return { ...scene, openProcess, wait, timers };
}
