/** The separator between the cells of a CSV row. */
export type Separator = ',' | ';' | '\t' | '|';

const NAMES: Readonly<Record<Separator, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'vertical bars',
};
const SEPARATORS = Object.keys(NAMES) as Separator[];

/** How the query parameter names them. */
export const SEPARATOR_CHOICES = ', (the default), ;, | and tab (or %09)';

/** @returns undefined for a text that is none */
export function parseSeparator(text: string): Separator | undefined {
  return text.toLowerCase() === 'tab' ? '\t' : SEPARATORS.find((one) => one === text);
}

/**
 * Looks whether a header was cut at the wrong separator: another one would make at least as many columns.
 *
 * @param isChosen the caller named the separator, so more columns than one are what it meant
 * @returns what is wrong and the remedy
 */
export function findWrongSeparator(
  header: readonly string[],
  separator: Separator,
  isChosen: boolean,
): string | undefined {
  if (isChosen && header.length > 1) return undefined;
  const count = (one: Separator): number => header.reduce((sum, cell) => sum + cell.split(one).length - 1, 0);
  const other = SEPARATORS.find(
    (one) => one !== separator && count(one) > 0 && count(one) + 1 >= header.length,
  );
  if (other === undefined) return undefined;
  const written = other === '\t' ? 'tab' : encodeURIComponent(other);
  return (
    `The separator of the CSV is a ${NAMES[separator].slice(0, -1)} here, and the header has ${NAMES[other]}; ` +
    `add ?delimiter=${written} to the address, or put header cells that hold them in quotes and name the separator.`
  );
}
