import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type SiteSettings } from '../app-service';
import { type ChildService } from './child-service';
import { type HostReady, type ServiceContext } from './services';
import { type Supervisor } from './supervisor';

type Settings = Readonly<Record<string, string>>;

export interface FunctionAppOptions {
  /** Holds the settings as a JSON object; the app is started over them. */
  readonly settingsFile: string;
  readonly supervise: (
    start: (context: ServiceContext) => Promise<ChildService<HostReady>>,
  ) => Supervisor<HostReady>;
  /** Starts the host once, on this port, over the settings as they are then. */
  readonly start: (
    context: ServiceContext,
    port: number,
    settings: Settings,
  ) => Promise<ChildService<HostReady>>;
  /** 0: any free one at the first start, the same one after that. */
  readonly port: number;
  /** Something that a person should know. */
  readonly notify: (message: string) => void;
}

/** The function app of the stack: its settings and the host that runs it. Changed settings restart it, as in Azure. */
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
      // Such settings may lack what the app needs. The next ones start it again.
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.notify(`The app does not start with its new settings: ${reason}`);
    });
  }

  /** Changes some settings and waits until the app is up with them. */
  async change(settings: Settings): Promise<void> {
    if (this.#write({ ...this.read(), ...settings })) await this.#supervisor.restart();
  }

  processId(): Promise<number> {
    return this.#supervisor.processId();
  }

  /** @returns whether anything changed */
  #write(settings: Settings): boolean {
    if (toComparable(settings) === toComparable(this.read())) return false;
    writeSettingsFile(this.#options.settingsFile, settings);
    return true;
  }
}

/** Replaces the file in one step; it holds keys, so nobody else may read it. */
export function writeSettingsFile(path: string, settings: Settings): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(settings, null, 2), { mode: 0o600 });
  renameSync(temporary, path);
}

function toComparable(settings: Settings): string {
  return JSON.stringify(Object.entries(settings).sort(([left], [right]) => (left < right ? -1 : 1)));
}
