import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPages, contractPages } from './reference.mjs';

/** The build runs in `docs/`. */
const DOCS = process.cwd();

/** Pages of the site in the order of reading. A document that is in no group fails the build. */
const GROUPS = {
  Start: ['index', 'run-locally', 'clients', 'connect-clients', 'architecture', 'glossary'],
  Events: ['contracts', 'ingest', 'http-api', 'replay', 'quarantine', 'landing-protocol'],
  'Silver and Gold': ['query', 'lakehouse', 'silver', 'gold', 'refresh', 'rebuild', 'tables'],
  'Live and served': ['live', 'serve', 'monitor', 'stream-analytics', 'synapse', 'power-bi'],
  Deploy: [
    'deploy',
    'continuous-deployment',
    'terraform',
    'upgrade',
    'settings',
    'costs',
    'costs-by-service',
  ],
  Operate: [
    'operate',
    'alerts',
    'telemetry',
    'scale',
    'rotate-secrets',
    'delete-personal-data',
    'recover-a-region',
  ],
};

const titleOf = (name) => /^# (.+)$/m.exec(readFileSync(join(DOCS, `${name}.md`), 'utf8'))?.[1] ?? name;

const documents = (folder) =>
  readdirSync(join(DOCS, folder))
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => join(folder, file.slice(0, -3)));

const toItem = (name) => ({ text: titleOf(name), link: name === 'index' ? '/' : `/${name}` });

const readmeFirst = (a, b) => Number(b.endsWith('README')) - Number(a.endsWith('README'));

/** The sidebar: the groups, the generated reference, and the decisions. */
export function sidebar() {
  const grouped = Object.values(GROUPS).flat();
  const missing = documents('').filter((name) => !grouped.includes(name));
  if (missing.length > 0) {
    throw new Error(`docs/.vitepress/sidebar.mjs puts these documents into no group: ${missing.join(', ')}`);
  }
  return [
    ...Object.entries(GROUPS).map(([text, names]) => ({ text, collapsed: false, items: names.map(toItem) })),
    {
      text: 'API',
      collapsed: true,
      items: apiPages().map(({ tag }) => ({ text: tag, link: `/reference/api/${tag}` })),
    },
    {
      text: 'Contracts',
      collapsed: true,
      items: contractPages().map(({ contract }) => ({
        text: contract,
        link: `/reference/contracts/${contract}`,
      })),
    },
    { text: 'Decisions', collapsed: true, items: documents('decisions').sort(readmeFirst).map(toItem) },
  ];
}
