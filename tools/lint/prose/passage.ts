/** A stretch of prose of a file: a paragraph, a comment, a message. Sentences never cross its ends. */
export interface Passage {
  /** Line of its first character, from 1. */
  readonly line: number;
  /** Plain text; each piece of code in it is one word. */
  readonly text: string;
}

/** Stands for a piece of code, a placeholder or an address inside a text: one word of a sentence. */
export const CODE = 'Code';

/** Puts one word in the place of inline code, links of doc comments and addresses. */
export const withoutCode = (text: string): string =>
  text
    .replace(/`[^`]*`/g, CODE)
    .replace(/\{@link\s+([^}]*)\}/g, CODE)
    .replace(/\[([^\]]*)\]\(([^)]*)\)/g, '$1')
    .replace(/https?:\/\/\S+?(?=[.,;:)]*(\s|$))/g, CODE);
