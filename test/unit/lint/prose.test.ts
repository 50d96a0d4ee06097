import { passagesOf } from '../../../tools/lint/prose/passages-of';
import { sentencesOf, wordsOf } from '../../../tools/lint/prose/sentences';
import { FORBIDDEN } from '../../../tools/lint/prose/words';

const texts = (path: string, source: string): readonly string[] =>
  passagesOf(path, source).map(({ text }) => text.replace(/\s+/g, ' ').trim());

describe('sentencesOf and wordsOf', () => {
  it('ends a sentence at a full stop before a capital, and not in numbers or abbreviations', () => {
    expect(sentencesOf('Takes 1.5 s, e.g. here. The next one (ends!) is long? Yes.')).toEqual([
      'Takes 1.5 s, e.g here.',
      'The next one (ends!) is long?',
      'Yes.',
    ]);
  });

  it('counts each part with a letter or digit as a word', () => {
    expect(wordsOf('One – two 3 | four')).toBe(4);
  });
});

describe('passagesOf', () => {
  it('reads comments and messages of TypeScript, with code as one word', () => {
    const source = [
      '// Why it is so:',
      '// see {@link other.thing} below.',
      '/**',
      ' * Does a thing.',
      ' *',
      ' * @param x what `a + b + c` is',
      ' * @example',
      ' * doAThing(1, 2, 3);',
      ' */',
      "throw new Error(`the file ${path} is ` + 'not there');",
      "import x from './no/prose';",
      "const query = 'SELECT many columns FROM a table';",
      'const script = `#!/bin/bash\nread -r some port`;',
      'const usage = `Usage: tsx a.ts [--check]\n\nChecks the files.`;',
    ].join('\n');
    expect(texts('a.ts', source)).toEqual([
      'the file Code is not there',
      'Checks the files.',
      'Why it is so: see Code below.',
      'Does a thing.',
      '@param x what Code is',
    ]);
  });

  it('reads paragraphs and cells of Markdown, without blocks of code', () => {
    const source =
      '# Head\n\nA `code` and [a link](x.md).\n\n| a | b c |\n| --- | --- |\n| d | e |\n\n```sh\nrun it\n```\n';
    expect(texts('a.md', source)).toEqual(['Head', 'A Code and a link.', 'a', 'b c', 'd', 'e']);
  });

  it('reads comments, docstrings and messages of Python', () => {
    const source =
      '"""First.\n\nSecond."""\nx = 1  # why it is\nraise Error(\n    f"no {x} in "\n    "the plan"\n)\n';
    expect(texts('a.py', source)).toEqual(['First.', 'Second.', 'why it is', 'no Code in the plan']);
  });

  it.each([
    ['a.sql', '-- A view.\nSELECT 1 -- the one\n', ['A view.', 'the one']],
    ['a.bicep', "// A rule.\n@description('What it is.')\nparam x string\n", ['A rule.', 'What it is.']],
    ['a.json', '{ "description": "One reading.", "type": "not prose" }', ['One reading.']],
    ['a.yml', 'on: push # only then\n', ['only then']],
    ['a.png', 'no text', []],
  ])('reads the texts of a file like %s', (path, source, expected) => {
    expect(texts(path, source)).toEqual(expected);
  });
});

describe('FORBIDDEN', () => {
  const isForbidden = (text: string): boolean => FORBIDDEN.some(({ pattern }) => pattern.test(text));

  it.each([
    'The lock stands here',
    'read anew',
    'whoever asks',
    'It judges events',
    'one incarnation',
    'told a story',
  ])('matches a forbidden word in "%s"', (text) => {
    expect(isForbidden(text)).toBe(true);
  });

  it.each([
    'a stand-in',
    'It stands in for Azure',
    "meta->>'$.verdict'",
    'a folder of files',
    'the history of a run',
  ])('matches nothing in "%s"', (text) => {
    expect(isForbidden(text)).toBe(false);
  });
});
