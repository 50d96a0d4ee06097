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
import { generateSynapse } from './synapse/generate-synapse';
import { writeOrCompare } from './write-or-compare';
import { writeSupportPage } from './write-support-page';

const USAGE = `Usage: tsx tools/generate.ts [--schemas DIR] [--out DIR] [--models DIR] [--local DIR] [--docs DIR]
                             [--power-bi DIR] [--synapse DIR] [--bicep DIR] [--databricks DIR]
                             [--example-settings FILE] [--openapi DIR] [--api-types DIR] [--check]

Checks the contracts in --schemas and writes their validators, data and types to --out, and the types of Bronze, the
models of Silver and the batch views of Gold to --models; writes SUPPORT.md in --local, settings.md and tables.md in
--docs, Gold's semantic model in --power-bi, and its views in T-SQL in --synapse. Writes the sources that the schemas
declare to --bicep, as tasks of the job that refreshes to --databricks, and their simulators to --example-settings. Writes the
OpenAPI document of the api.ts files in --openapi, and the types of its answers in --api-types.
With --check nothing is written: exit code 1 names each file that is not what it should be.`;

const ROOT = resolve(__dirname, '..');
/** The type of a model's header belongs to the engine's code, so it has one place. */
const HEADER_TYPE = join(ROOT, 'lakehouse/engines/duckdb/model/generated/model-header.ts');

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      schemas: { type: 'string', default: join(ROOT, 'schemas') },
      out: { type: 'string', default: join(ROOT, 'src/lib/contracts/generated') },
      models: { type: 'string', default: join(ROOT, 'lakehouse/models') },
      local: { type: 'string', default: join(ROOT, 'local') },
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
  const { bicep, databricks, 'example-settings': exampleSettings } = values;
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
  // The settings follow from the sources that were just written, so the app's code is loaded only now.
  const { writeSettingsPage } = await import('./settings/write-settings-page.js');
  const api = await generateApi({
    contracts: toContractData(files),
    sources: sources.map(({ name }) => name),
    openapi,
    types,
  });
  const pages = new Map([
    [join(local, 'SUPPORT.md'), await writeSupportPage(local)],
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

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
