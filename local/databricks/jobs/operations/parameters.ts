import { isJsonObject, type Json, type JsonObject } from '../../../kit';
import { invalidParameter, notSupported, Refusal } from './refusals';

/**
 * The parameters of a request: the query of a GET, the body of a POST. Fields that are not read are refused.
 */
export class Parameters {
  readonly #values: JsonObject;
  readonly #isQuery: boolean;

  private constructor(values: JsonObject, isQuery: boolean) {
    this.#values = values;
    this.#isQuery = isQuery;
  }

  static fromQuery(query: URLSearchParams): Parameters {
    const names = [...query.keys()];
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw invalidParameter(`${twice} is set twice.`);
    return new Parameters(Object.fromEntries(query), true);
  }

  static fromBody(text: string): Parameters {
    let body: Json;
    try {
      body = text === '' ? {} : (JSON.parse(text) as Json);
    } catch (error) {
      throw malformed(
        `Invalid JSON given in the body of the request - ${error instanceof Error ? error.message : ''}`,
      );
    }
    if (!isJsonObject(body))
      throw malformed('Invalid JSON given in the body of the request - expected a map');
    return new Parameters(body, false);
  }

  /** Refuses fields that were not read, because ignoring them would change the operation. */
  only(known: readonly string[]): void {
    for (const name of Object.keys(this.#values))
      if (!known.includes(name)) throw notSupported(`The field ${name}`);
  }

  value(name: string): Json | undefined {
    const value = this.#values[name];
    return value === null ? undefined : value;
  }

  text(name: string): string | undefined {
    const value = this.value(name);
    if (value !== undefined && typeof value !== 'string') throw unexpected(name, 'STRING');
    return value;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.value(name);
    if (value === undefined) return fallback;
    if (this.#isQuery && (value === 'true' || value === 'false')) return value === 'true';
    if (typeof value !== 'boolean') throw unexpected(name, 'BOOL');
    return value;
  }

  /** Reads a whole number; the service also accepts it as a string. */
  integer(name: string): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const number = typeof value === 'string' && /^-?\d{1,19}$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number)) throw unexpected(name, 'INT64');
    return number;
  }

  /** Reads the id of a job or a run. @throws Refusal if it is missing */
  id(name: string): number {
    const id = this.integer(name);
    if (id === undefined) throw invalidParameter(`Missing required field: ${name}`);
    return id;
  }

  texts(name: string): readonly string[] | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw unexpected(name, 'ARRAY');
    return value.map((item: Json) => {
      if (typeof item !== 'string') throw unexpected(name, 'STRING');
      return item;
    });
  }

  object(name: string): Parameters | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (!isJsonObject(value)) throw unexpected(name, 'OBJECT');
    return new Parameters(value, false);
  }

  names(): readonly string[] {
    return Object.keys(this.#values);
  }
}

function malformed(message: string): Refusal {
  return new Refusal(400, 'MALFORMED_REQUEST', message);
}

function unexpected(name: string, kind: string): Refusal {
  return malformed(`Could not parse request object: Expected '${kind}' for field '${name}'`);
}
