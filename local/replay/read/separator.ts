/** The separator between the cells of a CSV row. */
export type Separator = ',' | ';' | '\t' | '|';

const NAMES: Readonly<Record<Separator, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'vertical bars',
};
const ALL = Object.keys(NAMES) as Separator[];

/** @returns undefined for an unknown separator; `tab` means the tab character */
export function parseSeparator(text: string): Separator | undefined {
  const word = text.toLowerCase();
  return word === 'tab' || word === '\\t' ? '\t' : ALL.find((one) => one === text);
}

/** Formats a separator as an option of the command line. */
export function toOption(separator: Separator): string {
  return separator === '\t' ? 'tab' : `"${separator}"`;
}

/**
 * Finds another separator that splits a header into at least as many columns as the used one.
 *
 * @param isChosen the caller set the separator, so a header with several columns is correct
 */
export function findBetterSeparator(
  header: readonly string[],
  used: Separator,
  isChosen: boolean,
): Separator | undefined {
  if (isChosen && header.length > 1) return undefined;
  const text = header.join('\n');
  return ALL.find((one) => {
    const cuts = text.split(one).length - 1;
    return one !== used && cuts > 0 && cuts + 1 >= header.length;
  });
}

export function describeSeparator(separator: Separator): string {
  return NAMES[separator];
}
