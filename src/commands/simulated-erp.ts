import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../lib/platform/clock';
import { makeErpTables } from '../lib/simulate/world/erp-tables';
import { World } from '../lib/simulate/world/world';

const USAGE = `usage: node dist/commands/simulated-erp.js FOLDER [--seed N]

  Writes the tables of the simulated ERP system into a folder, one file \`erp.<table>.ndjson\` each.`;

/** Exit code 0 on success, 2 if the command failed. */
function main(): void {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string', default: '1' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) throw new Error(`give one folder\n\n${USAGE}`);
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed must be a whole number\n\n${USAGE}`);
  mkdirSync(folder, { recursive: true });
  const countedOn = systemClock.now().toISOString().slice(0, 10);
  for (const [table, rows] of Object.entries(makeErpTables(new World(seed), countedOn))) {
    const lines = (rows as readonly unknown[]).map((row) => `${JSON.stringify(row)}\n`);
    const file = join(folder, `erp.${table}.ndjson`);
    // A copy that runs meanwhile reads the old file or the new one.
    writeFileSync(`${file}.new`, lines.join(''));
    renameSync(`${file}.new`, file);
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
