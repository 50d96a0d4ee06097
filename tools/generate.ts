import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generateContracts } from './contracts/generate-contracts';
import { formatProblem } from './contracts/problem';
import { writeOrCompare } from './write-or-compare';
import { writeSettingsPage } from './write-settings-page';
import { writeSupportPage } from './write-support-page';

const USAGE = `Usage: tsx tools/generate.ts [--schemas DIR] [--out DIR] [--local DIR] [--docs DIR] [--check]

Checks the contracts in --schemas and writes their validators, data and types to --out; writes SUPPORT.md in --local
and settings.md in --docs.
With --check nothing is written: exit code 1 names each file that is not what it should be.`;

const ROOT = resolve(__dirname, '..');

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      schemas: { type: 'string', default: join(ROOT, 'schemas') },
      out: { type: 'string', default: join(ROOT, 'src/lib/contracts/generated') },
      local: { type: 'string', default: join(ROOT, 'local') },
      docs: { type: 'string', default: join(ROOT, 'docs') },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const { schemas, out, local, docs, check } = values;
  const generated = await generateContracts({ schemas, out });
  if (generated.outcome === 'refused') {
    for (const problem of generated.problems) console.error(formatProblem(problem));
    return 1;
  }
  const pages = new Map([
    [join(local, 'SUPPORT.md'), await writeSupportPage(local)],
    [join(docs, 'settings.md'), writeSettingsPage()],
  ]);
  const differing = [
    ...writeOrCompare({ files: generated.files, ownedFolders: [out], check }),
    ...writeOrCompare({ files: pages, check }),
  ];
  for (const path of differing) {
    console.error(check ? `${path} is stale: run \`npm run generate\`` : `wrote ${path}`);
  }
  return check && differing.length > 0 ? 1 : 0;
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
