import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type SiteSettings } from '../app-service';
import { type ChildService } from './child-service';
import { type HostReady, type ServiceContext } from './services';
import { type Supervisor } from './supervisor';

type Settings = Readonly<Record<string, string>>;

export interface FunctionAppOptions {
  /** File of the app settings as a JSON object. */
  readonly settingsFile: string;
  readonly supervise: (
    start: (context: ServiceContext) => Promise<ChildService<HostReady>>,
  ) => Supervisor<HostReady>;
  /** Starts the host once on this port, with the current settings. */
  readonly start: (
    context: ServiceContext,
    port: number,
    settings: Settings,
  ) => Promise<ChildService<HostReady>>;
  /** 0 chooses any free port at the first start and keeps it afterwards. */
  readonly port: number;
  /** Reports a message for the user. */
  readonly notify: (message: string) => void;
}

/**
 * The function app of the stack: its settings and its host. A change of settings restarts the host, as in
 * Azure.
 */
export class FunctionApp implements SiteSettings {
  readonly #options: FunctionAppOptions;
  readonly #supervisor: Supervisor<HostReady>;
  #port: number;

  constructor(options: FunctionAppOptions, settings: Settings) {
    this.#options = options;
    this.#port = options.port;
    writeSettingsFile(options.settingsFile, settings);
    this.#supervisor = options.supervise((context) => options.start(context, this.#port, this.read()));
  }

  /** @throws StandInError `start_failed` */
  async start(): Promise<HostReady> {
    const { ready } = await this.#supervisor.start();
    this.#port = ready.port;
    return ready;
  }

  read(): Settings {
    return JSON.parse(readFileSync(this.#options.settingsFile, 'utf8')) as Settings;
  }

  replace(settings: Settings): void {
    if (!this.#write(settings)) return;
    this.#supervisor.restart().catch((error: unknown) => {
      // The new settings may lack a value that the app needs. The next change starts it again.
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.notify(`The function app does not start with its new settings: ${reason}`);
    });
  }

  /** Changes some settings and waits until the restarted app is ready. */
  async change(settings: Settings): Promise<void> {
    if (this.#write({ ...this.read(), ...settings })) await this.#supervisor.restart();
  }

  processId(): Promise<number> {
    return this.#supervisor.processId();
  }

  /** @returns whether a setting changed */
  #write(settings: Settings): boolean {
    if (toComparable(settings) === toComparable(this.read())) return false;
    writeSettingsFile(this.#options.settingsFile, settings);
    return true;
  }
}

/** Replaces the file in one step. Only its owner can read it, because it holds keys. */
export function writeSettingsFile(path: string, settings: Settings): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(settings, null, 2), { mode: 0o600 });
  renameSync(temporary, path);
}

function toComparable(settings: Settings): string {
  return JSON.stringify(Object.entries(settings).sort(([left], [right]) => (left < right ? -1 : 1)));
}
