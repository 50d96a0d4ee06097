import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { defineConfig } from 'vitepress';
import { contractPages } from './reference.mjs';
import { sidebar } from './sidebar.mjs';

/** Where files of the repository can be read, such as `https://github.com/<owner>/<name>/blob/main`. */
const REPOSITORY_URL = process.env.SLUICE_REPOSITORY_URL;
const REPOSITORY = resolve(import.meta.dirname ?? join(process.cwd(), '.vitepress'), '../..');
const DOCS = join(REPOSITORY, 'docs');

/**
 * Documents link to files beside `docs/`, which the site does not have. Such a link leads to the repository where its
 * address is known, and is plain text elsewhere. A file that does not exist fails the build.
 */
function linkToRepository(markdown) {
  markdown.core.ruler.push('link-to-repository', ({ tokens, env }) => {
    for (const token of tokens) {
      const stack = [];
      for (const child of token.children ?? []) {
        if (child.type === 'link_open') stack.push(redirect(child, env.path) ? child : undefined);
        else if (child.type === 'link_close') {
          const opened = stack.pop();
          if (opened !== undefined && REPOSITORY_URL === undefined) child.tag = opened.tag = 'span';
        }
      }
    }
  });
}

function redirect(link, page) {
  const href = link.attrGet('href');
  if (href === null || page === undefined || /^([a-z]+:|#|\/)/.test(href)) return false;
  const [path, hash] = href.split('#');
  const target = resolve(dirname(page), path);
  if (!relative(DOCS, target).startsWith('..')) return false;
  if (!existsSync(target))
    throw new Error(`${relative(REPOSITORY, page)} links to ${href}, which does not exist`);
  const address = `${REPOSITORY_URL ?? ''}/${relative(REPOSITORY, target)}${hash === undefined ? '' : `#${hash}`}`;
  link.attrs = REPOSITORY_URL === undefined ? [] : [['href', address]];
  return true;
}

const page = (text, link) => ({ text, link });

export default defineConfig({
  title: 'Sluice',
  description:
    'Events into a medallion lakehouse on Azure, exactly once; the whole pipeline also on one machine.',
  outDir: '../build/docs',
  cacheDir: '../build/docs-cache',
  cleanUrls: true,
  lastUpdated: false,
  // Fonts and scripts come with the site: it is read in closed networks, too.
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      page('Start', '/'),
      page('Concepts', '/architecture'),
      page('Operate', '/operate'),
      page('Reference', '/reference/contracts/' + contractPages()[0].contract),
    ],
    sidebar: sidebar(),
  },
  markdown: { config: linkToRepository },
});
