import { type AppSettings } from './ports';

/** What a mark says where the setting was not there before. */
const UNSET = 'unset';

type Settings = Readonly<Record<string, string>>;

/**
 * Disables a function and enables it again, by the setting of the platform
 * (https://learn.microsoft.com/azure/azure-functions/disable-function).
 *
 * A mark among the settings says that it was us, and what the setting was before. Both are written in one request, so that a
 * command that was killed can be run again: it never enables what a person has disabled.
 */
export class FunctionSwitch {
  readonly #app: AppSettings;
  readonly #name: string;

  constructor(app: AppSettings, functionName: string) {
    this.#app = app;
    this.#name = functionName;
  }

  /** @returns who has disabled the function, if anybody */
  async state(): Promise<'enabled' | 'disabled by us' | 'disabled by a person'> {
    const settings = await this.#app.read();
    if (settings[this.#mark] !== undefined) return 'disabled by us';
    return this.#isDisabled(settings) ? 'disabled by a person' : 'enabled';
  }

  /** Does nothing where the function is disabled already. */
  async disable(): Promise<void> {
    const settings = await this.#app.read();
    if (this.#isDisabled(settings)) return;
    const before = settings[this.#mark] ?? settings[this.#setting] ?? UNSET;
    await this.#app.replace({ ...settings, [this.#setting]: 'true', [this.#mark]: before });
  }

  /** Brings the setting back to what it was before {@link disable}; does nothing where that did nothing. */
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

  /** The host looks at both forms of the name. */
  #isDisabled(settings: Settings): boolean {
    return [this.#setting, `AzureWebJobs_${this.#name}_Disabled`].some((name) =>
      ['true', '1'].includes((settings[name] ?? '').toLowerCase()),
    );
  }
}
