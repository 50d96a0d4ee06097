import { fromComment, commentsOf } from './from-comments';
import { CODE, type Passage } from './passage';

/** Passages of Python: comments, docstrings, and adjacent one-line texts. */
export function fromPython(source: string): readonly Passage[] {
  const passages: Passage[] = [];
  const withoutDocstrings = source.replace(
    /[rf]?"""([\s\S]*?)"""/g,
    (whole, text: string, offset: number) => {
      const line = source.slice(0, offset).split('\n').length;
      if (!/^\s*(SELECT|WITH|INSERT|CREATE)\b/.test(text) && !/[{}]\s*\n/.test(text)) {
        passages.push(...fromComment({ line, isLine: false, text }));
      }
      return whole.replace(/[^\n]/g, '');
    },
  );
  passages.push(...commentsOf(withoutDocstrings, '#'));

  const literal = /f?"(?:[^"\\\n]|\\.)*"|f?'(?:[^'\\\n]|\\.)*'/.source;
  for (const match of withoutDocstrings.matchAll(new RegExp(`(?:${literal})(?:\\s*(?:${literal}))*`, 'g'))) {
    const text = match[0]
      .replace(/["']\s*\n\s*f?["']|["']\s+f?["']/g, '')
      .replace(/^f?["']|["']$/g, '')
      .replace(/\{[^}]*\}/g, CODE);
    if ((text.match(/\p{L}{2,}/gu)?.length ?? 0) < 3 || /^\s*(SELECT|WITH|INSERT|CREATE|MERGE)\b/.test(text))
      continue;
    passages.push({ line: withoutDocstrings.slice(0, match.index).split('\n').length, text });
  }
  return passages;
}
