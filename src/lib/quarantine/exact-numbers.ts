import { randomUUID } from 'node:crypto';

/** A string or a number of a JSON text; strings are matched so that numbers in them are not. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** Whether a JSON text has a number that JavaScript would change: more digits than a double holds, or too large for one. */
export function hasInexactNumber(text: string): boolean {
  return (text.match(STRING_OR_NUMBER) ?? []).some((token) => !token.startsWith('"') && !isExact(token));
}

/**
 * Parses a JSON text, changes it, and writes it again; numbers that JavaScript cannot hold stay as they were written,
 * unless the change takes them away. The change sees each of them as a text of its own.
 *
 * @param change answers the changed value, or what kept it from changing it
 */
export function rewriteJson<E>(
  text: string,
  change: (value: unknown) => { readonly value: unknown } | { readonly failure: E },
): { readonly text: string } | { readonly failure: E } {
  // Nobody can know it beforehand, so no text of the event or of the change looks like a stand-in.
  const mark = `number ${randomUUID()} `;
  const marked = text.replace(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') || isExact(token) ? token : `"${mark}${token}"`,
  );
  const changed = change(JSON.parse(marked));
  if ('failure' in changed) return changed;
  const standIn = new RegExp(`"${mark}([-+.0-9eE]+)"`, 'g');
  return { text: JSON.stringify(changed.value).replace(standIn, '$1') };
}

function isExact(token: string): boolean {
  return normalise(token) === normalise(String(Number(token)));
}

/** Sign, digits without zeros around them, and the power of ten of the last digit. */
function normalise(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return whole === '' ? number : '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
