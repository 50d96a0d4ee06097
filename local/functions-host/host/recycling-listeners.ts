import { type HostClock, waitOn } from './host-clock';
import { type HostLog } from './host-log';
import { type Listeners } from './listeners';
import { type RestartWaits } from './worker-deaths';
import { type WorkerSupervisor } from './worker-supervisor';

const CATEGORY = 'Host.General';

export interface RecyclingListenersOptions {
  /** Creates listeners that are not started. */
  readonly create: () => Listeners;
  readonly supervisor: Pick<WorkerSupervisor, 'start' | 'onExhausted'>;
  readonly restartWaits: RestartWaits;
  readonly clock: HostClock;
  readonly log: HostLog;
}

/**
 * The listeners of a host that is recycled when its worker has died too often. They stop without a
 * checkpoint; after a while the next host starts, and its listeners read from the checkpoint.
 *
 * On the platform the whole process ends. Here the HTTP server remains and returns 503 meanwhile.
 */
export class RecyclingListeners implements Listeners {
  readonly #options: RecyclingListenersOptions;
  readonly #stopping = new AbortController();
  #listeners: Listeners;
  #recycling: Promise<void> = Promise.resolve();

  constructor(options: RecyclingListenersOptions) {
    this.#options = options;
    this.#listeners = options.create();
    options.supervisor.onExhausted = () => {
      this.#recycling = this.#recycle();
    };
  }

  start(): Promise<void> {
    return this.#listeners.start();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([this.#listeners.stop(), this.#recycling]);
  }

  runByHand(functionName: string): boolean {
    return this.#listeners.runByHand(functionName);
  }

  async #recycle(): Promise<void> {
    const { create, supervisor, restartWaits, clock, log } = this.#options;
    const { signal } = this.#stopping;
    const isStopping = (): boolean => signal.aborted;
    await this.#listeners.stop();
    while (!isStopping()) {
      await waitOn(clock, restartWaits.hostMilliseconds, signal);
      if (isStopping()) return;
      try {
        await supervisor.start();
        if (isStopping()) return;
        this.#listeners = create();
        await this.#listeners.start();
        log.write('information', CATEGORY, 'The host has been recycled.');
        return;
      } catch (error) {
        await this.#listeners.stop();
        const problem = error instanceof Error ? error.message : String(error);
        log.write('error', CATEGORY, `The recycled host cannot start: ${problem}`);
      }
    }
  }
}
