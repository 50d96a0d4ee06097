import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generateContracts } from './contracts/generate-contracts';
import { formatProblem } from './contracts/problem';
import { writeOrCompare } from './write-or-compare';
import { writeSupportPage } from './write-support-page';

const USAGE = `Usage: tsx tools/generate.ts [--schemas DIR] [--out DIR] [--local DIR] [--check]

Checks the contracts in --schemas and writes their validators, data and types to --out; writes SUPPORT.md in --local.
With --check nothing is written: exit code 1 names each file that is not what it should be.`;

const ROOT = resolve(__dirname, '..');

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      schemas: { type: 'string', default: join(ROOT, 'schemas') },
      out: { type: 'string', default: join(ROOT, 'src/lib/contracts/generated') },
      local: { type: 'string', default: join(ROOT, 'local') },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const { schemas, out, local, check } = values;
  const generated = await generateContracts({ schemas, out });
  if (generated.outcome === 'refused') {
    for (const problem of generated.problems) console.error(formatProblem(problem));
    return 1;
  }
  const files = new Map(generated.files).set(join(local, 'SUPPORT.md'), await writeSupportPage(local));
  const differing = writeOrCompare({ files, ownedFolders: [out], check });
  for (const path of differing)
    console.error(check ? `${path} is stale: run \`npm run generate\`` : `wrote ${path}`);
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
