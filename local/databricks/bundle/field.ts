import { isJsonObject, type Json, type JsonObject, StandInError } from '../../kit';

/**
 * A value at one place in a bundle. Messages start with `where`, such as `databricks.yml: variables.lake`.
 */
export class Field {
  constructor(
    readonly value: Json | undefined,
    readonly where: string,
  ) {}

  get missing(): boolean {
    return this.value === undefined || this.value === null;
  }

  at(name: string): Field {
    return new Field(this.object()[name], `${this.where}.${name}`);
  }

  /** `{}` if the value is missing. */
  object(): JsonObject {
    if (this.missing) return {};
    if (!isJsonObject(this.value)) throw this.wrong('a mapping');
    return this.value;
  }

  entries(): readonly (readonly [string, Field])[] {
    return Object.keys(this.object()).map((name) => [name, this.at(name)] as const);
  }

  /** Empty if the value is missing. */
  items(): readonly Field[] {
    if (this.missing) return [];
    if (!Array.isArray(this.value)) throw this.wrong('a sequence');
    return this.value.map((item: Json, index) => new Field(item, `${this.where}[${index}]`));
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.wrong('a string');
    return this.value;
  }

  /** Reads a whole number, also if a variable has it as a string. */
  integer({ fallback, least = 0 }: { readonly fallback?: number; readonly least?: number } = {}): number {
    if (this.missing && fallback !== undefined) return fallback;
    const number = typeof this.value === 'string' && this.value !== '' ? Number(this.value) : this.value;
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < least)
      throw this.wrong(`a whole number from ${least}`);
    return number;
  }

  flag(fallback: boolean): boolean {
    if (this.missing) return fallback;
    if (this.value === 'true' || this.value === 'false') return this.value === 'true';
    if (typeof this.value !== 'boolean') throw this.wrong('true or false');
    return this.value;
  }

  oneOf<const Value extends string>(values: readonly Value[], fallback: Value): Value {
    if (this.missing) return fallback;
    const found = values.find((value) => value === this.value);
    if (found === undefined) throw this.wrong(`one of ${values.join(', ')}`);
    return found;
  }

  /** Refuses fields that this service would have to ignore. */
  refuseOthers(known: readonly string[]): void {
    for (const name of Object.keys(this.object()))
      if (!known.includes(name))
        throw new StandInError(
          'unsupported',
          `${this.where}.${name} is not supported by the local Databricks`,
        );
  }

  wrong(expected: string): StandInError {
    return new StandInError('option_invalid', `${this.where} must be ${expected}`);
  }
}
