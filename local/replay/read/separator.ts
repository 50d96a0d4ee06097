/** The separator between the cells of a CSV row. */
export type Separator = ',' | ';' | '\t' | '|';

const NAMES: Readonly<Record<Separator, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'vertical bars',
};
const ALL = Object.keys(NAMES) as Separator[];

/** @returns undefined for a text that names none; `tab` is the tab */
export function parseSeparator(text: string): Separator | undefined {
  const word = text.toLowerCase();
  return word === 'tab' || word === '\\t' ? '\t' : ALL.find((one) => one === text);
}

/** As a person writes it on a command line. */
export function toOption(separator: Separator): string {
  return separator === '\t' ? 'tab' : `"${separator}"`;
}

/**
 * Another separator that cuts a header into at least as many columns as the one that was used.
 *
 * @param isChosen it was named, so a header of several columns is what was meant
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
