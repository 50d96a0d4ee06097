/** A paragraph, comment or message of a file. A sentence is always inside one passage. */
export interface Passage {
  /** Line of its first character, from 1. */
  readonly line: number;
  /** Plain text, with one word for each piece of code. */
  readonly text: string;
}

/** The word that replaces a piece of code, a placeholder or an address in a text. */
export const CODE = 'Code';

/** Replaces inline code, links of doc comments and addresses by one word each. */
export const withoutCode = (text: string): string =>
  text
    .replace(/`[^`]*`/g, CODE)
    .replace(/\{@link\s+([^}]*)\}/g, CODE)
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '$1')
    .replace(/https?:\/\/\S+?(?=[.,;:)]*(\s|$))/g, CODE);
