import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generateApi } from './api/generate-api';
import { generateContracts } from './contracts/generate-contracts';
import { formatProblem, type Problem } from './contracts/problem';
import { readSchemaFolder } from './contracts/schema-file';
import { toDeclaredSources } from './contracts/source-file';
import { toContractData } from './contracts/write-contracts';
import { generateLakehouse } from './lakehouse/generate-lakehouse';
import { readModels } from './lakehouse/read-models';
import { writeHeaderType } from './lakehouse/write-header-type';
import { writeTableDictionary } from './lakehouse/write-table-dictionary';
import { generatePowerBi } from './power-bi/generate-power-bi';
import { generateSources } from './sources/generate-sources';
import { readProofs } from './support/read-proofs';
import { writeSupportPage } from './support/write-support-page';
import { generateSynapse } from './synapse/generate-synapse';
import { writeOrCompare } from './write-or-compare';

const USAGE = `Usage: tsx tools/generate.ts [options]

Checks the contracts in --schemas and writes everything that is generated.

  --out DIR                Validators, data and types of the contracts.
  --models DIR             Types of Bronze, models of Silver, batch views of Gold.
  --local DIR              SUPPORT.md of the local services.
  --tests DIR              Tests that name what they prove, for SUPPORT.md.
  --docs DIR               settings.md and tables.md.
  --power-bi DIR           Semantic model of Gold.
  --synapse DIR            Views of Gold in T-SQL.
  --bicep DIR              The sources.
  --databricks DIR         The job that refreshes, with a task per source.
  --example-settings FILE  Settings of the simulators.
  --openapi DIR            OpenAPI document of the api.ts files.
  --api-types DIR          Types of its answers.
  --check                  Writes nothing. Prints each stale file and exits with 1.`;

const ROOT = resolve(__dirname, '..');
/** The type of a model's header is part of the engine's code, so its path is fixed. */
const HEADER_TYPE = join(ROOT, 'lakehouse/engines/duckdb/model/generated/model-header.ts');

/**
 * Runs the command line, and prints refusals and errors.
 *
 * @param args options, as in USAGE
 * @returns the exit code
 */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    return await generate(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

async function generate(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      schemas: { type: 'string', default: join(ROOT, 'schemas') },
      out: { type: 'string', default: join(ROOT, 'src/lib/contracts/generated') },
      models: { type: 'string', default: join(ROOT, 'lakehouse/models') },
      local: { type: 'string', default: join(ROOT, 'local') },
      tests: { type: 'string', default: join(ROOT, 'test') },
      docs: { type: 'string', default: join(ROOT, 'docs') },
      'power-bi': { type: 'string', default: join(ROOT, 'power-bi') },
      synapse: { type: 'string', default: join(ROOT, 'synapse') },
      bicep: { type: 'string', default: join(ROOT, 'bicep') },
      databricks: { type: 'string', default: join(ROOT, 'databricks') },
      'example-settings': { type: 'string', default: join(ROOT, 'local.settings.example.json') },
      openapi: { type: 'string', default: join(ROOT, 'src/lib/openapi/generated') },
      'api-types': { type: 'string', default: join(ROOT, 'monitor/data') },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const { schemas, out, models: modelsFolder, local, docs, 'power-bi': powerBi, synapse, check } = values;
  const { bicep, databricks, tests, 'example-settings': exampleSettings } = values;
  const { openapi, 'api-types': types } = values;
  const generated = await generateContracts({ schemas, out });
  if (generated.outcome === 'refused') return refuse(generated.problems);
  const folder = readSchemaFolder(resolve(schemas));
  const { files } = folder;
  const models = generateLakehouse({ files, models: modelsFolder });
  if (models.outcome === 'refused') return refuse(models.problems);
  const tables = readModels(modelsFolder, models.files, models.ownedFolders);
  const semantic = generatePowerBi({ models: tables, folder: powerBi });
  if (semantic.outcome === 'refused') return refuse(semantic.problems);
  const headerSchema = JSON.parse(
    readFileSync(join(ROOT, 'lakehouse/model.schema.json'), 'utf8'),
  ) as Readonly<Record<string, unknown>>;
  const headerType = new Map([[HEADER_TYPE, await writeHeaderType(headerSchema)]]);
  const sources = toDeclaredSources(folder.sources);
  const lists = generateSources({ sources, models: tables, bicep, databricks, exampleSettings });
  const written = writeOrCompare({ files: generated.files, ownedFolders: [out], check });
  // The settings depend on the sources written above, so the app's code is loaded only now.
  const { writeSettingsPage } = await import('./settings/write-settings-page.js');
  const api = await generateApi({
    contracts: toContractData(files),
    sources: sources.map(({ name }) => name),
    openapi,
    types,
  });
  const proofs = readProofs([join(tests, 'conformance'), join(tests, 'clients')]);
  const pages = new Map([
    [join(local, 'SUPPORT.md'), await writeSupportPage(local, proofs)],
    [join(docs, 'settings.md'), writeSettingsPage()],
    [join(docs, 'tables.md'), writeTableDictionary(tables)],
  ]);
  const differing = [
    ...written,
    ...writeOrCompare({ files: models.files, ownedFolders: models.ownedFolders, check }),
    ...writeOrCompare({ files: headerType, check }),
    ...writeOrCompare({ files: semantic.files, ownedFolders: semantic.ownedFolders, check }),
    ...writeOrCompare({ files: generateSynapse({ models: tables, folder: synapse }), check }),
    ...writeOrCompare({ files: lists, check }),
    ...writeOrCompare({ files: api, ownedFolders: [openapi], check }),
    ...writeOrCompare({ files: pages, check }),
  ];
  for (const path of differing) {
    console.error(check ? `${path} is stale: run \`npm run generate\`` : `wrote ${path}`);
  }
  return check && differing.length > 0 ? 1 : 0;
}

function refuse(problems: readonly Problem[]): number {
  for (const problem of problems) console.error(formatProblem(problem));
  return 1;
}

if (require.main === module)
  void runCommand(process.argv.slice(2)).then((exitCode) => {
    process.exitCode = exitCode;
  });
