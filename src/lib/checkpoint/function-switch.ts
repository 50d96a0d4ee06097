import { type AppSettings } from './ports';

/** Value of the mark if the setting did not exist before. */
const UNSET = 'unset';

type Settings = Readonly<Record<string, string>>;

/**
 * Disables a function and enables it again, with the platform's setting
 * (https://learn.microsoft.com/azure/azure-functions/disable-function).
 *
 * A mark among the settings records that this command disabled the function, and the previous value of the setting.
 * Both are written in one request. So a killed command can be run again, and it never enables a function that a person
 * has disabled.
 */
export class FunctionSwitch {
  readonly #app: AppSettings;
  readonly #name: string;

  constructor(app: AppSettings, functionName: string) {
    this.#app = app;
    this.#name = functionName;
  }

  /** @returns who disabled the function, if it is disabled */
  async state(): Promise<'enabled' | 'disabled by us' | 'disabled by a person'> {
    const settings = await this.#app.read();
    if (settings[this.#mark] !== undefined) return 'disabled by us';
    return this.#isDisabled(settings) ? 'disabled by a person' : 'enabled';
  }

  /** Does nothing if the function is already disabled. */
  async disable(): Promise<void> {
    const settings = await this.#app.read();
    if (this.#isDisabled(settings)) return;
    const before = settings[this.#mark] ?? settings[this.#setting] ?? UNSET;
    await this.#app.replace({ ...settings, [this.#setting]: 'true', [this.#mark]: before });
  }

  /** Restores the value from before {@link disable}. Does nothing if that did nothing. */
  async restore(): Promise<void> {
    const settings = await this.#app.read();
    const before = settings[this.#mark];
    if (before === undefined) return;
    const others = Object.entries(settings).filter(([name]) => name !== this.#mark && name !== this.#setting);
    await this.#app.replace({
      ...Object.fromEntries(others),
      ...(before !== UNSET && { [this.#setting]: before }),
    });
  }

  get #setting(): string {
    return `AzureWebJobs.${this.#name}.Disabled`;
  }

  get #mark(): string {
    return `SLUICE_CHECKPOINT_${this.#name}_BEFORE`;
  }

  /** The host reads both forms of the name. */
  #isDisabled(settings: Settings): boolean {
    return [this.#setting, `AzureWebJobs_${this.#name}_Disabled`].some((name) =>
      ['true', '1'].includes((settings[name] ?? '').toLowerCase()),
    );
  }
}
