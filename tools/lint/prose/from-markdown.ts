import MarkdownIt from 'markdown-it';
import { CODE, type Passage } from './passage';

const MARKDOWN = new MarkdownIt({ html: true });

type Token = ReturnType<typeof MARKDOWN.parse>[number];

/** Text of a paragraph, a heading or a cell, with one word for each piece of code, without pictures and HTML. */
function textOf(inline: Token): string {
  return (inline.children ?? [])
    .map(({ type, content }) => {
      if (type === 'code_inline') return CODE;
      if (type === 'softbreak' || type === 'hardbreak') return '\n';
      return type === 'text' ? content : '';
    })
    .join('');
}

/** Passages of a Markdown document: paragraphs, headings and cells, without code blocks. */
export function fromMarkdownText(source: string): readonly Passage[] {
  let line = 1;
  const passages: Passage[] = [];
  for (const token of MARKDOWN.parse(source, {})) {
    if (token.map) line = token.map[0] + 1;
    if (token.type === 'inline') passages.push({ line, text: textOf(token) });
  }
  return passages;
}
