import { commentsOf, fromComment } from './from-comments';
import { fromMarkdownText } from './from-markdown';
import { fromPython } from './from-python';
import { fromTypeScript } from './from-typescript';
import { withoutCode, type Passage } from './passage';

/** Descriptions in JSON and in Bicep's decorators. */
function describedIn(source: string, pattern: RegExp): readonly Passage[] {
  return [...source.matchAll(pattern)].map((match) => ({
    line: source.slice(0, match.index).split('\n').length,
    text: (match[1] ?? '').replaceAll('\\"', '"').replaceAll("\\'", "'"),
  }));
}

const blockComments = (source: string): readonly Passage[] =>
  [...source.matchAll(/\/\*[\s\S]*?\*\//g)].flatMap((match) =>
    fromComment({ line: source.slice(0, match.index).split('\n').length, isLine: false, text: match[0] }),
  );

const READERS: Readonly<Record<string, (source: string, path: string) => readonly Passage[]>> = {
  md: fromMarkdownText,
  ts: (source, path) => fromTypeScript(path, source),
  py: fromPython,
  sql: (source) => commentsOf(source, '--'),
  asaql: (source) => [...commentsOf(source, '--'), ...blockComments(source)],
  bicep: (source) => [
    ...commentsOf(source, '//'),
    ...describedIn(source, /@(?:sys\.)?description\('((?:[^'\\]|\\.)*)'\)/g),
  ],
  css: blockComments,
  json: (source) => describedIn(source, /"(?:description|\$comment)": "((?:[^"\\]|\\.)*)"/g),
  yml: (source) => commentsOf(source, '#'),
  kql: (source) => commentsOf(source, '//'),
};
const SAME_AS: Readonly<Record<string, string>> = {
  tsx: 'ts',
  js: 'ts',
  mjs: 'ts',
  cjs: 'ts',
  yaml: 'yml',
  sh: 'yml',
  toml: 'yml',
  ini: 'yml',
  tmdl: 'kql',
  bicepparam: 'kql',
};

/** @returns the passages of a file, with code as one word; none for kinds of files without prose */
export function passagesOf(path: string, source: string): readonly Passage[] {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  const read = READERS[SAME_AS[extension] ?? extension];
  if (read === undefined) return [];
  return read(source, path).map(({ line, text }) => ({ line, text: withoutCode(text) }));
}
