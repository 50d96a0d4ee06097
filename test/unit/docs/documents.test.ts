import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');
const MAX_LINES = 200;
/** One line per column of the lake; `npm run generate` writes it. */
const GENERATED = 'docs/tables.md';

const listFiles = (...patterns: readonly string[]): readonly string[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...patterns], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(ROOT, path)));

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const DOCUMENTS = listFiles('*.md');
/** The site's front page: the README is that of the repository. */
const FRONT_PAGE = 'docs/index.md';
const PAGES = DOCUMENTS.filter(
  (path) => path === 'README.md' || (/^docs\/[^/]+\.md$/.test(path) && path !== FRONT_PAGE),
);

/** The text without fenced blocks and code spans, in which brackets are not links. */
const withoutCode = (text: string): string =>
  text.replace(/^ *```[\s\S]*?^ *```$/gm, '').replace(/`[^`\n]*`/g, 'code');

/** Anchors of a document's headings, as GitHub makes them. */
function anchorsOf(path: string): readonly string[] {
  const text = read(path).replace(/^ *```[\s\S]*?^ *```$/gm, '');
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

/** Relative links of a document that lead to no file or no heading. */
function brokenLinksOf(document: string): readonly string[] {
  return [...withoutCode(read(document)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, address = '']) => address)
    .filter((address) => !/^(https?:|mailto:)/.test(address))
    .filter((address) => {
      const [file = '', anchor] = address.split('#');
      const path = file === '' ? document : relative(ROOT, resolve(ROOT, dirname(document), file));
      if (!existsSync(join(ROOT, path))) return true;
      return anchor !== undefined && !anchorsOf(path).includes(anchor);
    });
}

it('finds the pages', () => {
  expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'docs/architecture.md', 'docs/operate.md']));
});

it.each(DOCUMENTS)('has no broken link in %s', (document) => {
  expect(brokenLinksOf(document)).toEqual([]);
});

it('names only documents that exist in code, messages and settings', () => {
  const mentions = listFiles(
    '*.ts',
    '*.tsx',
    '*.mjs',
    '*.cjs',
    '*.bicep',
    '*.json',
    '*.yml',
    '*.yaml',
    '*.py',
    '*.sql',
  )
    .filter((path) => !path.endsWith('.snapshot.json'))
    .flatMap((path) =>
      [...read(path).matchAll(/(?<![\w/.])docs\/[a-z-]+\.md/g)].map(([document]) => ({ path, document })),
    );
  expect(mentions.length).toBeGreaterThan(20);
  expect(mentions.filter(({ document }) => !existsSync(join(ROOT, document)))).toEqual([]);
});

it.each(PAGES.filter((path) => path !== GENERATED))('keeps %s at most 200 lines long', (page) => {
  expect(read(page).trimEnd().split('\n').length).toBeLessThanOrEqual(MAX_LINES);
});

it.each(DOCUMENTS)('names the language of each fenced block of %s', (page) => {
  const fences = [...read(page).matchAll(/^ *```(.*)$/gm)].map(([, language = '']) => language);
  expect(fences.length % 2).toBe(0);
  expect(fences.filter((language, index) => index % 2 === 0 && language === '')).toEqual([]);
});

it.each(PAGES.filter((path) => path !== 'README.md'))('links %s from the README or another page', (page) => {
  const links = PAGES.filter((other) => other !== page).some((other) =>
    [...read(other).matchAll(/\]\(([^)\s#]+)/g)].some(
      ([, address = '']) => relative(ROOT, resolve(ROOT, dirname(other), address)) === page,
    ),
  );
  expect(links).toBe(true);
});
