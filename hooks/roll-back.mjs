import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needCli, runCli } from './lib/run-cli.mjs';

/**
 * Deploys the package of the last successful run of deploy.yml to prod, and tests it. Packages are kept for 90 days.
 * Only the app is rolled back: resources keep the state of the newest Bicep.
 */

/** @type {readonly {databaseId: number, headSha: string}[]} */
const runs = await needCli('gh', [
  'run',
  'list',
  '--workflow',
  'deploy.yml',
  '--status',
  'success',
  '--branch',
  'main',
  '--limit',
  '1',
  '--json',
  'databaseId,headSha',
]);
const [last] = runs;
if (last === undefined) {
  console.error('  failed     no deployment has succeeded yet, so there is no package for a rollback');
  process.exitCode = 1;
} else {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-'));
  try {
    await runCli('gh', ['run', 'download', String(last.databaseId), '--name', 'package', '--dir', folder]);
    await runCli('azd', ['deploy', 'api', '--from-package', join(folder, 'package.zip'), '--no-prompt'], {
      isShown: true,
    });
    await runCli('node', [join(import.meta.dirname, 'smoke-test.mjs')], { isShown: true });
    console.log(`  done       rolled back to the package of ${last.headSha}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}
