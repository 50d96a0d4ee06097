import { type ChildService } from './child-service';

export interface SupervisorOptions<Ready> {
  /** Starts the service. Called again after each unexpected end, with the same ports. */
  readonly start: (onExit: (reason: string) => void) => Promise<ChildService<Ready>>;
  /** Reports a message for the user. */
  readonly notify: (message: string) => void;
  /** The service has ended too often. */
  readonly giveUp: (error: unknown) => void;
  readonly now?: () => number;
}

/** Period over which restarts are counted. */
const WINDOW_MILLISECONDS = 60_000;
const MAX_RESTARTS = 10;

/** Keeps one service running: restarts it after an unexpected end, at most ten times a minute. */
export class Supervisor<Ready> {
  readonly #options: SupervisorOptions<Ready>;
  readonly #restarts: number[] = [];
  #current: Promise<ChildService<Ready>> | undefined;
  #restarting: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: SupervisorOptions<Ready>) {
    this.#options = options;
  }

  /** @throws StandInError `start_failed` at the first start; later failures go to `giveUp` */
  start(): Promise<ChildService<Ready>> {
    this.#current = this.#options.start((reason) => {
      this.#restart(reason);
    });
    return this.#current;
  }

  /** Id of the current process. */
  async processId(): Promise<number> {
    return (await this.#current)?.processId ?? -1;
  }

  /**
   * Stops the service and starts it again, after earlier restarts. It rejects if the start fails; a later
   * restart can succeed.
   */
  restart(): Promise<void> {
    const restarted = this.#restarting.then(() => this.#stopAndStart());
    // A failed restart does not prevent the next one.
    this.#restarting = restarted.catch(() => undefined);
    return restarted;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#restarting;
    const service = await this.#current?.catch(() => undefined);
    await service?.stop();
  }

  async #stopAndStart(): Promise<void> {
    let stopped: Promise<ChildService<Ready>> | undefined;
    // Repeats if the service ended meanwhile and a new process was started.
    while (stopped !== this.#current) {
      stopped = this.#current;
      const service = await stopped?.catch(() => undefined);
      await service?.stop();
    }
    if (!this.#stopped) await this.start();
  }

  #restart(reason: string): void {
    if (this.#stopped) return;
    const now = (this.#options.now ?? Date.now)();
    this.#restarts.push(now);
    while ((this.#restarts[0] ?? now) < now - WINDOW_MILLISECONDS) this.#restarts.shift();
    if (this.#restarts.length > MAX_RESTARTS) {
      this.#options.giveUp(new Error(`${reason}; ended ${this.#restarts.length} times within a minute`));
      return;
    }
    this.#options.notify(`${reason}; restarting it`);
    this.start().catch((error: unknown) => {
      if (!this.#stopped) this.#options.giveUp(error);
    });
  }
}
