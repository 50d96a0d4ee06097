import { type ChildService } from './child-service';

export interface SupervisorOptions<Ready> {
  /** Starts the service; called again after each unexpected end, with the same ports. */
  readonly start: (onExit: (reason: string) => void) => Promise<ChildService<Ready>>;
  /** Something that a person should know. */
  readonly notify: (message: string) => void;
  /** The service cannot be kept up. */
  readonly giveUp: (error: unknown) => void;
  readonly now?: () => number;
}

/** Restarts within this time count towards the limit. */
const WINDOW_MILLISECONDS = 60_000;
const MAX_RESTARTS = 10;

/** Keeps one service up: starts it again when it ends unasked, at most ten times a minute. */
export class Supervisor<Ready> {
  readonly #options: SupervisorOptions<Ready>;
  readonly #restarts: number[] = [];
  #current: Promise<ChildService<Ready>> | undefined;
  #restarting: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: SupervisorOptions<Ready>) {
    this.#options = options;
  }

  /** @throws StandInError `start_failed` at the first start; later ones go to `giveUp`. */
  start(): Promise<ChildService<Ready>> {
    this.#current = this.#options.start((reason) => {
      this.#restart(reason);
    });
    return this.#current;
  }

  /** Of the process that runs now. */
  async processId(): Promise<number> {
    return (await this.#current)?.processId ?? -1;
  }

  /** Stops the service and starts it again, after an earlier restart. A start that fails rejects; the next one may not. */
  restart(): Promise<void> {
    const restarted = this.#restarting.then(() => this.#stopAndStart());
    // The next restart comes whatever became of this one.
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
    // Again where it ended by itself meanwhile, and another was started.
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
    this.#options.notify(`${reason}; starting it again`);
    this.start().catch((error: unknown) => {
      if (!this.#stopped) this.#options.giveUp(error);
    });
  }
}
