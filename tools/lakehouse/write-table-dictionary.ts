import { type Model } from '../../lakehouse/engines/duckdb/model/model';

/**
 * The text of docs/tables.md: every table and view of Silver and Gold with its columns and expectations, from the
 * models.
 */
export function writeTableDictionary(models: Iterable<Model>): string {
  const groups = new Map<string, Model[]>();
  for (const model of [...models].sort((a, b) => (a.name < b.name ? -1 : 1)))
    groups.set(model.group, [...(groups.get(model.group) ?? []), model]);
  const sorted = [...groups].sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
  return [
    '# Tables',
    '',
    'Written by `npm run generate` from the models in `lakehouse/models/`. How they are computed: [lakehouse.md](lakehouse.md).',
    'Every table has one more column, `_refresh` (long): the number of the refresh that wrote the row.',
    '',
    ...sorted.flatMap(([group, members]) => [
      `- ${group}: ${members.map(({ name }) => `[\`${name}\`](#${anchor(name)})`).join(', ')}`,
    ]),
    '',
    ...sorted.flatMap(([group, members]) => [`## ${group}`, '', ...members.flatMap(describe)]),
  ].join('\n');
}

/** Silver before Gold, and in Gold dimensions, facts, marts, views, windows. */
function place(group: string): number {
  return ['silver/', 'gold/dimensions', 'gold/facts', 'gold/marts/', 'gold/views', 'gold/windows'].findIndex(
    (prefix) => group.startsWith(prefix),
  );
}

/** GitHub's anchor of a heading. */
function anchor(name: string): string {
  return name.replaceAll('.', '');
}

function describe(model: Model): string[] {
  const { name, description, columns, expectations } = model;
  return [
    `### ${name}`,
    '',
    description,
    '',
    howItIsKept(model),
    '',
    '| column | type | meaning |',
    '| --- | --- | --- |',
    ...columns.map(
      ({ name: column, type, description: meaning, personal }) =>
        `| \`${column}\` | ${type} | ${cell(meaning)}${personal === undefined ? '' : ` *(personal: ${personal})*`} |`,
    ),
    '',
    ...(expectations.length === 0
      ? []
      : [
          '| expectation | must hold | otherwise |',
          '| --- | --- | --- |',
          ...expectations.map(
            ({ name: rule, check, action }) => `| ${rule} | \`${cell(check)}\` | ${action} |`,
          ),
          '',
        ]),
  ];
}

function howItIsKept({ strategy, key, partitionBy, upstreams, bronze }: Model): string {
  const from = [
    ...(bronze === undefined
      ? []
      : [
          bronze.kind === 'contract'
            ? `contract \`${bronze.contract}\``
            : `\`${bronze.batch}/${bronze.file}\``,
        ]),
    ...upstreams.map((table) => `\`${table}\``),
  ];
  return [
    strategy === 'view' ? 'View' : `Kept by ${strategy}`,
    ...(key.length === 0 ? [] : [`one row per ${key.map((column) => `\`${column}\``).join(', ')}`]),
    ...(partitionBy === undefined ? [] : [`partitioned by \`${partitionBy}\``]),
    `computed from ${from.join(', ')}`,
  ]
    .join('; ')
    .concat('.');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
