/**
 * Prefix of numbers that JavaScript would write differently (`9007199254740993`, `1.10`, `1e400`, `-0`). Such
 * a number becomes a string with this random prefix, which no event can contain. So events can be shown,
 * edited and sent back with every digit.
 */
const MARK = `exact ${[...crypto.getRandomValues(new Uint32Array(4))].join('-')}:`;

/** Strings are matched, too, so that digits in them are skipped. Numbers are as in RFC 8259. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
const MARKED = new RegExp(`"${MARK}([^"]+)"`, 'g');

/** Throws SyntaxError as `JSON.parse` does. */
export function parseExactJson(text: string): unknown {
  const plain: unknown = JSON.parse(text);
  const marked = text.replace(TOKEN, (token) =>
    token.startsWith('"') || String(Number(token)) === token ? token : `"${MARK}${token}"`,
  );
  return marked.length === text.length ? plain : JSON.parse(marked);
}

export function writeExactJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(MARKED, '$1');
}

/** The digits of a number as they were read; undefined for other values. */
export function numberText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : undefined;
}
