import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findStrayFiles, stagePackage } from './lib/package-content.mjs';
import { runCli } from './lib/run-cli.mjs';

/**
 * Builds the app and stages its package. Nothing is built or installed in Azure (`remoteBuild: false`), and one package
 * serves every environment, so the tested files are the deployed ones. Source maps stay in `dist/source-maps`.
 *
 *   node hooks/package.mjs [--root DIR] [--out DIR]
 */
const ROOT = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    // The repository, or another folder with the same files.
    root: { type: 'string', default: ROOT },
    // The folder that azd packs: `dist` of the service in azure.yaml.
    out: { type: 'string', default: join(ROOT, 'build', 'package') },
  },
});
const root = resolve(values.root);
const folder = resolve(values.out);
/** @type {(args: readonly string[], cwd: string) => Promise<string>} */
const npm = (args, cwd) => runCli('npm', args, { cwd, isShown: true });

if (existsSync(join(root, 'node_modules', '.package-lock.json')))
  console.log('  skipped    npm ci: packages are installed');
else await npm(['ci'], root);
await npm(['run', 'build:app'], root);
await npm(['run', 'build:monitor'], root);

await stagePackage(root, folder);
const strays = await findStrayFiles(folder);
if (strays.length > 0) {
  // Removes the folder, so that it cannot be deployed by mistake.
  await rm(folder, { recursive: true, force: true });
  console.error(
    `  failed     package: these files must not be deployed: ${strays.join(', ')}; move them elsewhere`,
  );
  process.exitCode = 1;
} else
  console.log(`  done       package: ${folder} has the app; keep dist/source-maps/app for its stack traces`);
