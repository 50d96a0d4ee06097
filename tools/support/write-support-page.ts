import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ServiceSupport, type SupportRow } from '../../local/kit';
import { type Client, CLIENTS, type Proofs } from './read-proofs';

/** The folder with the type of the rows. */
const KIT = 'kit';

export interface Service {
  /** Name of its folder below `local`. */
  readonly folder: string;
  readonly support: ServiceSupport;
}

/**
 * Returns the text of local/SUPPORT.md.
 *
 * @param local folder with a folder for each service, whose `support.ts` has the rows
 * @throws Error if a proof names an unknown row
 */
export async function writeSupportPage(local: string, proofs: Proofs): Promise<string> {
  const services = await readServices(local);
  checkProofs(services, proofs);
  return [
    '# What each stand-in supports and refuses',
    '',
    'Look up here whether a feature of an Azure service works locally. A refused feature fails with the error in its row;',
    'the conformance tests have a probe for each refused row. The rows of `Different` give their reasons.',
    '',
    '`npm run generate` writes this page from `local/*/support.ts`, and from the tests: a test names the operations and the',
    'client that prove them.',
    '',
    '## Clients and operations',
    '',
    'A mark says that a test drives the operation with this client. No mark means that nobody has tried.',
    '',
    ...services.flatMap((service) => toMatrix(service, proofs)),
    ...services.flatMap((service) => toSection(service, proofs)),
  ].join('\n');
}

/** Returns the services with a `support.ts`, in the order of their folders. */
export async function readServices(local: string): Promise<readonly Service[]> {
  const services: Service[] = [];
  for (const folder of readdirSync(local).sort()) {
    const file = resolve(local, folder, 'support.ts');
    if (folder === KIT || !existsSync(file)) continue;
    const { support } = (await import(pathToFileURL(file).href)) as { readonly support?: unknown };
    if (!isServiceSupport(support))
      throw new Error(
        `${join(local, folder, 'support.ts')} exports no ServiceSupport; export it as support.`,
      );
    services.push({ folder, support });
  }
  return services;
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

function checkProofs(services: readonly Service[], proofs: Proofs): void {
  const rows = services.flatMap(({ folder, support }) =>
    support.supported.map(({ id }) => `${folder} ${id}`),
  );
  const unknown = [...proofs.keys()].filter((key) => !rows.includes(key));
  if (unknown.length > 0) throw new Error(`Tests prove rows that do not exist: ${unknown.join('; ')}.`);
}

/** Operations and clients of a service, if there is more than one client. */
function toMatrix({ folder, support }: Service, proofs: Proofs): string[] {
  const used = CLIENTS.filter((client) =>
    support.supported.some(({ id }) => proofs.get(`${folder} ${id}`)?.has(client)),
  );
  if (used.length < 2) return [];
  return [
    `| ${support.service} | ${used.join(' | ')} |`,
    `| --- |${' --- |'.repeat(used.length)}`,
    ...support.supported.map(({ id, feature }) => {
      const clients = proofs.get(`${folder} ${id}`);
      const marks = used.map((client) => (clients?.has(client) ? '✓' : ''));
      return `| ${toCell(feature)} | ${marks.join(' | ')} |`;
    }),
    '',
  ];
}

function toSection({ folder, support }: Service, proofs: Proofs): string[] {
  const { service, supported, refused, different = [] } = support;
  return [
    `## ${service}`,
    '',
    ...toTable('Supported', supported, ({ id }) => proofs.get(`${folder} ${id}`)),
    ...toTable('Refused', refused),
    ...toTable('Different', different),
  ];
}

function toTable(
  title: string,
  rows: readonly SupportRow[],
  clientsOf?: (row: SupportRow) => ReadonlySet<Client> | undefined,
): string[] {
  if (rows.length === 0) return [];
  const isProved = clientsOf !== undefined;
  return [
    isProved ? `| ${title} | Notes | Proved with | Row |` : `| ${title} | Notes | Row |`,
    isProved ? '| --- | --- | --- | --- |' : '| --- | --- | --- |',
    ...rows.map((row) => {
      const { id, feature, note = '' } = row;
      const clients = CLIENTS.filter((client) => clientsOf?.(row)?.has(client)).join(', ');
      return `| ${toCell(feature)} | ${toCell(note)} |${isProved ? ` ${clients} |` : ''} \`${id}\` |`;
    }),
    '',
  ];
}

function toCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
