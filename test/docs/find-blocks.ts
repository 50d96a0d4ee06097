import MarkdownIt from 'markdown-it';

/** A shell block of a document that is run as it is written. */
export interface Block {
  /** Line of its first command, from 1. */
  readonly line: number;
  readonly text: string;
}

/** The blocks of a Markdown document whose fence says `sh run`. */
export function findBlocks(source: string): readonly Block[] {
  return new MarkdownIt()
    .parse(source, {})
    .filter(({ type, info }) => type === 'fence' && /^sh\s+run$/.test(info.trim()))
    .map(({ map, content }) => ({ line: (map?.[0] ?? 0) + 2, text: content }));
}
