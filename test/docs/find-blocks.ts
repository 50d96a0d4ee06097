import MarkdownIt from 'markdown-it';

/** A shell block of a document that the tests run. */
export interface Block {
  /** Line of its first command, from 1. */
  readonly line: number;
  readonly text: string;
}

/** Finds the blocks of a Markdown document that are marked `sh run`. */
export function findBlocks(source: string): readonly Block[] {
  return new MarkdownIt()
    .parse(source, {})
    .filter(({ type, info }) => type === 'fence' && /^sh\s+run$/.test(info.trim()))
    .map(({ map, content }) => ({ line: (map?.[0] ?? 0) + 2, text: content }));
}
