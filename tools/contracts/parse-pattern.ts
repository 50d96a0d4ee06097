/** Consecutive characters of the same kind. */
export interface Run {
  /** Every character that matches, all ASCII. */
  readonly characters: string;
  readonly least: number;
  readonly most: number;
}

const TOKEN = /\[([^\]\\^]+)\]|\\([^A-Za-z0-9])|([A-Za-z0-9 _:;,@#%&'"=<>~!-])/y;
const QUANTIFIER = /\{(\d+)(?:(,)(\d*))?\}|([*+?])/y;
const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index));

/**
 * Returns a pattern as runs of ASCII characters, or `undefined` if it is more complex. Matching by a table of
 * characters takes half the time of a regular expression.
 */
export function parseRuns(pattern: string): readonly Run[] | undefined {
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) return undefined;
  const text = pattern.slice(1, -1);
  const runs: Run[] = [];
  for (let at = 0; at < text.length;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    if (!token) return undefined;
    const [, inside, escaped, literal] = token;
    const characters = inside === undefined ? (escaped ?? literal ?? '') : charactersOf(inside);
    at = TOKEN.lastIndex;
    QUANTIFIER.lastIndex = at;
    const quantifier = QUANTIFIER.exec(text);
    if (quantifier) at = QUANTIFIER.lastIndex;
    runs.push({ characters, ...toBounds(quantifier) });
  }
  return runs;
}

/** Expands a bracket to every printable ASCII character that it allows. */
function charactersOf(inside: string): string {
  const expression = new RegExp(`^[${inside}]$`, 'u');
  return PRINTABLE.filter((character) => expression.test(character)).join('');
}

function toBounds(quantifier: RegExpExecArray | null): { least: number; most: number } {
  if (!quantifier) return { least: 1, most: 1 };
  const [, least, comma, most, sign] = quantifier;
  if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
  if (comma === undefined) return { least: Number(least), most: Number(least) };
  return { least: Number(least), most: most === '' ? Infinity : Number(most) };
}
