/** A method and a path template, which select an operation. */
export interface Route {
  readonly method: string;
  /**
   * Such as `/groups/:group/datasets`. A part with a colon is a parameter and matches any text that is not
   * empty.
   */
  readonly path: string;
}

export interface FoundRoute<Operation> {
  readonly operation: Operation;
  /** Path parameters, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface RouterOptions {
  /** Whether fixed parts of paths ignore case. @default false */
  readonly ignoreCase?: boolean;
  /** Base of all paths, such as `/v1.0/myorg`. @default none */
  readonly base?: string;
  /** Makes the error for a malformed encoded part. @default such a part matches no parameter */
  readonly refuseMalformed?: (part: string) => Error;
}

/** Finds the operation of a request in a table: the first match. */
export class Router<Operation extends Route> {
  readonly #operations: readonly { readonly operation: Operation; readonly parts: readonly string[] }[];
  readonly #options: RouterOptions;

  constructor(operations: readonly Operation[], options: RouterOptions = {}) {
    const { base = '' } = options;
    this.#options = options;
    this.#operations = operations.map((operation) => ({
      operation,
      parts: `${base}${operation.path}`.split('/'),
    }));
  }

  /** @param path as sent: encoded, without the query */
  find(method: string, path: string): FoundRoute<Operation> | undefined {
    const given = path.split('/');
    for (const { operation, parts } of this.#operations) {
      const parameters = operation.method === method ? this.#match(parts, given) : undefined;
      if (parameters !== undefined) return { operation, parameters };
    }
    return undefined;
  }

  /** Returns whether any operation has this path, for any method. */
  hasPath(path: string): boolean {
    const given = path.split('/');
    return this.#operations.some(({ parts }) => this.#match(parts, given) !== undefined);
  }

  #match(parts: readonly string[], given: readonly string[]): Record<string, string> | undefined {
    if (parts.length !== given.length) return undefined;
    const parameters: Record<string, string> = {};
    for (const [index, part] of parts.entries()) {
      const text = given[index] ?? '';
      if (part.startsWith(':')) {
        const value = this.#decode(text);
        if (value === '') return undefined;
        parameters[part.slice(1)] = value;
      } else if (!this.#isSame(part, text)) return undefined;
    }
    return parameters;
  }

  #isSame(part: string, text: string): boolean {
    return this.#options.ignoreCase === true ? part.toLowerCase() === text.toLowerCase() : part === text;
  }

  #decode(text: string): string {
    try {
      return decodeURIComponent(text);
    } catch (error) {
      if (!(error instanceof URIError)) throw error;
      if (this.#options.refuseMalformed !== undefined) throw this.#options.refuseMalformed(text);
      return '';
    }
  }
}
