import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { CODE, type Passage } from './passage';

type Node = ReturnType<typeof fromMarkdown>['children'][number] | ReturnType<typeof fromMarkdown>;

/** Text of a paragraph, a heading or a cell, with one word for each piece of code and each picture. */
function textOf(node: Node): string {
  if (node.type === 'inlineCode') return CODE;
  if (node.type === 'image' || node.type === 'html') return ' ';
  if (node.type === 'break') return '\n';
  if ('children' in node) return node.children.map((child) => textOf(child)).join('');
  return 'value' in node ? node.value : '';
}

/** Passages of a Markdown document: paragraphs, headings and cells. Blocks of code are no prose. */
export function fromMarkdownText(source: string): readonly Passage[] {
  const passages: Passage[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') {
      passages.push({ line: node.position?.start.line ?? 1, text: textOf(node) });
    } else if ('children' in node) {
      for (const child of node.children) visit(child);
    }
  };
  visit(fromMarkdown(source, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] }));
  return passages;
}
