import { parseExactJson } from '../kit';

/** Client of the HTTP API of a function app, local or in Azure. */
export class ApiClient {
  readonly #baseUrl: string;
  readonly #headers: Readonly<Record<string, string>>;

  /**
   * @param baseUrl such as `http://127.0.0.1:7071`, with or without `/api`
   * @param key function key, if the app requires one
   */
  constructor(baseUrl: string, key?: string) {
    this.#baseUrl = toBaseUrl(baseUrl);
    this.#headers = key === undefined ? {} : { 'x-functions-key': key };
  }

  /**
   * @param path below the address, such as `/api/refresh`
   * @returns the response, with numbers as `parseExactJson` reads them; undefined if it is empty
   * @throws Error with the detail of the problem document (RFC 9457) if the call is refused
   */
  async call(method: string, path: string, body?: string): Promise<unknown> {
    const response = await fetch(`${this.#baseUrl}${path}`, {
      method,
      headers: { ...this.#headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    if (response.ok) return text === '' ? undefined : parseExactJson(text);
    throw new Error(
      toProblem(text) ?? `${method} ${path} answered ${response.status}: ${text.slice(0, 300)}`,
    );
  }
}

/** Returns the address of a function app without a trailing `/api`. */
export function toBaseUrl(address: string): string {
  return address.replace(/\/+$/, '').replace(/\/api$/, '');
}

/** Problem document, RFC 9457. */
function toProblem(text: string): string | undefined {
  try {
    const { title, detail } = JSON.parse(text) as { title?: string; detail?: string };
    return detail ?? title;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
