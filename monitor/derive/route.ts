export const PAGES = [
  'pipeline',
  'partitions',
  'quarantine',
  'refreshes',
  'windows',
  'gold',
  'contracts',
] as const;

export type Page = (typeof PAGES)[number];

/** The address of a view: `#/quarantine/iot.17.2.44?code=x` is a page, its parts, and its filters. */
export interface Route {
  readonly page: Page;
  readonly parts: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** Names of the pages. */
export const PAGE_NAMES: Readonly<Record<Page, string>> = {
  pipeline: 'Pipeline',
  partitions: 'Partitions',
  quarantine: 'Quarantine',
  refreshes: 'Refreshes',
  windows: 'Live',
  gold: 'Gold',
  contracts: 'Contracts',
};

/** Parses a hash. An unknown page is the pipeline. */
export function fromHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?');
  const [page, ...parts] = path
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  return {
    page: PAGES.find((one) => one === page) ?? 'pipeline',
    parts,
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** Empty values are omitted. */
export function toHash(
  page: Page,
  parts: readonly string[] = [],
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value] as [string, string]],
    ),
  ).toString();
  return `#/${[page, ...parts].map(encodeURIComponent).join('/')}${search === '' ? '' : `?${search}`}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // An incomplete escape is read as text.
    return part;
  }
}
