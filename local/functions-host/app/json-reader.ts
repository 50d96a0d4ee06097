import { StandInError } from '../../kit';

/**
 * Reads an object of a configuration file key by key. `finish` refuses keys that were not read, so that no
 * setting that changes behaviour is ignored silently.
 */
export class JsonReader {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #unread: Set<string>;

  /** @throws StandInError `option_invalid` if `value` is not an object */
  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new StandInError('option_invalid', `${path} must be an object`);
    }
    this.#values = value as Record<string, unknown>;
    this.#path = path;
    this.#unread = new Set(Object.keys(value));
  }

  raw(key: string): unknown {
    this.#unread.delete(key);
    return this.#values[key];
  }

  /** Keys without effect on one machine. */
  skip(...keys: readonly string[]): void {
    for (const key of keys) this.#unread.delete(key);
  }

  child(key: string): JsonReader {
    return new JsonReader(this.raw(key) ?? {}, this.pathOf(key));
  }

  string(key: string): string | undefined {
    const value = this.raw(key);
    if (value === undefined || typeof value === 'string') return value;
    throw new StandInError('option_invalid', `${this.pathOf(key)} must be a string`);
  }

  integer(
    key: string,
    { minimum, maximum = Number.MAX_SAFE_INTEGER }: { minimum: number; maximum?: number },
  ): number | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum)
      return value;
    throw new StandInError(
      'option_invalid',
      `${this.pathOf(key)} must be a whole number from ${minimum} to ${maximum}`,
    );
  }

  pathOf(key: string): string {
    return `${this.#path}.${key}`;
  }

  /** @throws StandInError `unsupported` if a key was not read */
  finish(): void {
    const [key] = this.#unread;
    if (key !== undefined)
      throw new StandInError(
        'unsupported',
        `${this.pathOf(key)} is not supported by the local functions host`,
      );
  }
}
