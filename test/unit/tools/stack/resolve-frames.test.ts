import { resolveFrames, type SourceMapContent } from '../../../../tools/stack/resolve-frames';

/** Maps the second line of the file, from column 3 on, to line 8, column 5 of a source. */
const MAP: SourceMapContent = {
  file: 'main.js',
  version: 3,
  sources: ['../../../src/lib/landing/slot-writer.ts'],
  sourcesContent: [],
  names: [],
  mappings: ';EAOI',
  sourceRoot: '',
};

const resolveText = (text: string) => resolveFrames(text, (file) => (file === 'main.js' ? MAP : undefined));

it.each([
  ['a Linux worker', 'at land (/home/site/wwwroot/dist/app/main.js:2:3)'],
  ['a Windows worker', 'at land (C:\\home\\site\\wwwroot\\dist\\app\\main.js:2:3)'],
  ['a URL', 'at land (file:///home/site/wwwroot/dist/app/main.js:2:3)'],
])('names the source of a position in a stack of %s', (_kind, frame) => {
  expect(resolveText(`Error: no slot\n    ${frame}\n    at node:internal:1:1\n`)).toEqual({
    text: 'Error: no slot\n    at land (src/lib/landing/slot-writer.ts:8:5)\n    at node:internal:1:1\n',
    unknown: [],
  });
});

it('resolves every position of a log in one line, such as a JSON text', () => {
  const frame = 'at async /home/site/wwwroot/dist/app/main.js:2:3';
  expect(resolveText(`{"stack":"x\\n ${frame}\\n ${frame}"}`).text).toBe(
    `{"stack":"x\\n at async src/lib/landing/slot-writer.ts:8:5\\n at async src/lib/landing/slot-writer.ts:8:5"}`,
  );
});

it('keeps a position of a file without a source map, and names the file once', () => {
  const text = 'at x (/app/dist/app/chunk-12345678.js:9:9)\nat y (/app/dist/app/chunk-12345678.js:10:9)';
  expect(resolveText(text)).toEqual({ text, unknown: ['chunk-12345678.js'] });
});

it('keeps a position before the first one of the source map', () => {
  const text = 'at x (/app/dist/app/main.js:1:1)';
  expect(resolveText(text)).toEqual({ text, unknown: [] });
});
