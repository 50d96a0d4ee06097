import ts from 'typescript';
import { fromComment, joinLineComments, type Comment } from './from-comments';
import { CODE, type Passage } from './passage';

/** Text of an expression with one word for each placeholder, or `undefined` if it is not a text. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map((span) => CODE + span.literal.text).join('');
  }
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const left = textOf(node.left);
  const right = textOf(node.right);
  if (left === undefined && right === undefined) return undefined;
  return (left ?? CODE) + (right ?? CODE);
}

/** Whether a literal is prose: queries, programs and documents have line ends or signs that sentences do not have. */
const isProse = (text: string): boolean =>
  !/[{}<>=;]\s*\n|\n\s*[{}<>|]/.test(text) &&
  !/^(#!|\{)/.test(text) &&
  !/^(\s|Code\b)*(SELECT|WITH|INSERT|CREATE|COPY|MERGE|UPDATE|FROM)\b/.test(text.replace(/^[\s({]+/, '')) &&
  (text.match(/\p{L}{2,}/gu)?.length ?? 0) >= 3;

/** Passages of TypeScript or JavaScript: comments, text literals and JSX texts. */
export function fromTypeScript(path: string, source: string): readonly Passage[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const passages: Passage[] = [];
  const comments = new Map<number, Comment>();
  const lineOf = (position: number): number => file.getLineAndCharacterOfPosition(position).line + 1;

  const visit = (node: ts.Node): void => {
    for (const ranges of [
      ts.getLeadingCommentRanges(source, node.getFullStart()),
      ts.getTrailingCommentRanges(source, node.getEnd()),
    ]) {
      for (const { pos, end, kind } of ranges ?? []) {
        if (ts.isJsxText(node)) continue;
        const before = source.slice(source.lastIndexOf('\n', pos) + 1, pos);
        const isLine = kind === ts.SyntaxKind.SingleLineCommentTrivia && before.trim() === '';
        comments.set(pos, { line: lineOf(pos), isLine, text: source.slice(pos, end) });
      }
    }
    if (ts.isJsxText(node)) {
      passages.push({ line: lineOf(node.getStart()), text: node.text });
    }
    const text = textOf(node);
    if (text === undefined) {
      for (const child of node.getChildren(file)) visit(child);
      return;
    }
    if (!isProse(text)) return;
    for (const paragraph of text.split(/\n\s*\n/)) {
      if (/^\s*usage:/i.test(paragraph)) continue;
      passages.push({ line: lineOf(node.getStart()), text: paragraph });
    }
  };
  visit(file);

  for (const comment of joinLineComments([...comments.values()].sort((a, b) => a.line - b.line))) {
    passages.push(...fromComment(comment));
  }
  return passages;
}
