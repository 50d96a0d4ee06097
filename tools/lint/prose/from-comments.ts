import { type Passage } from './passage';

/** A comment with its comment signs. */
export interface Comment {
  readonly line: number;
  /** Whether it is alone on its line and ends with it: `//`, `#` or `--` at the start of a line. */
  readonly isLine: boolean;
  readonly text: string;
}

/** Joins line comments of consecutive lines into one text. */
export function joinLineComments(comments: readonly Comment[]): readonly Comment[] {
  const joined: Comment[] = [];
  let lastLine = 0;
  for (const comment of comments) {
    const before = joined.at(-1);
    if (comment.isLine && before?.isLine && comment.line === lastLine + 1) {
      joined[joined.length - 1] = { ...before, text: `${before.text}\n${comment.text}` };
    } else {
      joined.push(comment);
    }
    lastLine = comment.line;
  }
  return joined;
}

/** Whether a line is a directive of a tool, not prose. */
const isDirective = (line: string): boolean =>
  /^(eslint|prettier|@ts-|istanbul|noqa|type: ignore|ruff|pragma|!|#region)|^\/ <reference/.test(line);

/** Splits a comment into paragraphs at empty lines, list items, tags and code blocks. */
export function fromComment(comment: Comment): readonly Passage[] {
  const passages: Passage[] = [];
  let inCode = false;
  let open: { line: number; text: string } | undefined;
  const close = (): void => {
    if (open !== undefined) passages.push(open);
    open = undefined;
  };
  comment.text.split('\n').forEach((raw, index) => {
    const line = raw
      .replace(/^\s*(\/\*\*?|\/\/+|#+|--+|\*(?!\/))?/, '')
      .replace(/\*\/\s*$/, '')
      .trim();
    if (line.startsWith('```')) inCode = !inCode;
    if (inCode || line === '' || line.startsWith('```') || isDirective(line)) {
      close();
      return;
    }
    const tag = /^@(\w+)/.exec(line)?.[1];
    if (tag === 'example') {
      close();
      inCode = true;
      return;
    }
    if (tag !== undefined || /^([-*•]|\d+\.)\s/.test(line) || line.startsWith('|')) close();
    open =
      open === undefined
        ? { line: comment.line + index, text: line }
        : { ...open, text: `${open.text}\n${line}` };
  });
  close();
  return passages;
}

/** Line comments of a language in which they begin with `sign`. */
export function commentsOf(source: string, sign: '#' | '--' | '//'): readonly Passage[] {
  const comments: Comment[] = [];
  const lines = source.split('\n');
  lines.forEach((line, index) => {
    const match = new RegExp(`^\\s*${sign}|\\s${sign}\\s`).exec(line);
    if (match === null || (index === 0 && line.startsWith('#!'))) return;
    comments.push({
      line: index + 1,
      isLine: line.slice(0, match.index).trim() === '',
      text: line.slice(match.index).trimStart(),
    });
  });
  return joinLineComments(comments).flatMap(fromComment);
}
