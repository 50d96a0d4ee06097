import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ignore from 'ignore';

const ROOT = resolve(__dirname, '../../..');
const DOCUMENTS = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
    .map((file) => join('docs', file)),
];

/** Paths of the pictures in a document, from the root of the repository. */
function picturesOf(document: string): string[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  return [...text.matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g)]
    .map(([, address = '']) => address)
    .filter((address) => !/^https?:/.test(address))
    .map((address) => relative(ROOT, resolve(ROOT, dirname(document), address)));
}

const PICTURES = [...new Set(DOCUMENTS.flatMap(picturesOf))].sort();

it('finds the two pictures of the monitor page', () => {
  expect(PICTURES.filter((path) => path.includes('monitor-'))).toEqual([
    'docs/images/monitor-dark.png',
    'docs/images/monitor-quarantine.png',
  ]);
});

it.each(PICTURES)('keeps %s in git, because a document shows it', (path) => {
  expect(existsSync(join(ROOT, path))).toBe(true);
  const ignored = ignore().add(readFileSync(join(ROOT, '.gitignore'), 'utf8'));
  expect(ignored.ignores(path)).toBe(false);
});
