import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ServiceSupport, type SupportRow } from '../local/kit';

/** The folder with the type of the rows. */
const KIT = 'kit';

/** The text of local/SUPPORT.md, from the `support.ts` of each folder in `local`, by folder name. */
export async function writeSupportPage(local: string): Promise<string> {
  const services: ServiceSupport[] = [];
  for (const folder of readdirSync(local).sort()) {
    const file = resolve(local, folder, 'support.ts');
    if (folder === KIT || !existsSync(file)) continue;
    const { support } = (await import(pathToFileURL(file).href)) as { readonly support?: unknown };
    if (!isServiceSupport(support))
      throw new Error(
        `${join(local, folder, 'support.ts')} exports no ServiceSupport; export it as support.`,
      );
    services.push(support);
  }
  return [
    '# What each stand-in supports and refuses',
    '',
    'Look up here whether a feature of an Azure service works locally. A refused feature fails with the error in its row;',
    'the conformance tests have a probe for each refused row. The rows of `Different` give their reasons.',
    '',
    '`npm run generate` writes this page from `local/*/support.ts`.',
    '',
    ...services.flatMap(toSection),
  ].join('\n');
}

function isServiceSupport(value: unknown): value is ServiceSupport {
  return (
    typeof value === 'object' &&
    value !== null &&
    'service' in value &&
    'supported' in value &&
    'refused' in value
  );
}

function toSection({ service, supported, refused, different = [] }: ServiceSupport): string[] {
  return [
    `## ${service}`,
    '',
    ...toTable('Supported', supported),
    ...toTable('Refused', refused),
    ...toTable('Different', different),
  ];
}

function toTable(title: string, rows: readonly SupportRow[]): string[] {
  if (rows.length === 0) return [];
  return [
    `| ${title} | Notes | Row |`,
    '| --- | --- | --- |',
    ...rows.map(({ id, feature, note = '' }) => `| ${toCell(feature)} | ${toCell(note)} | \`${id}\` |`),
    '',
  ];
}

function toCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
