import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from './lib/run-cli.mjs';

const ROOT = join(import.meta.dirname, '..');
/** What azd packs: `dist` of the service in azure.yaml. */
const PACKAGE = join(ROOT, 'build', 'package');
/** What the app needs at run time, and nothing else; .funcignore says the same to `func azure functionapp publish`. */
const CONTENT = ['dist/src', 'dist/monitor', 'schemas', 'host.json', 'package.json', 'package-lock.json'];
const COMMANDS = join(ROOT, 'dist', 'src', 'commands');

/**
 * Builds the app and stages its package with production dependencies, so that what was tested is what runs: nothing is
 * built in Azure (`remoteBuild: false`), and one package serves every environment.
 */
const npm = (args, cwd) => runCli('npm', args, { cwd, isShown: true });

if (existsSync(join(ROOT, 'node_modules', '.package-lock.json')))
  console.log('  skipped    npm ci: packages are installed');
else await npm(['ci'], ROOT);
await npm(['run', 'build:app'], ROOT);
await npm(['run', 'build:monitor'], ROOT);

await rm(PACKAGE, { recursive: true, force: true });
await mkdir(PACKAGE, { recursive: true });
for (const path of CONTENT)
  await cp(join(ROOT, path), join(PACKAGE, path), {
    recursive: true,
    filter: (file) => file !== COMMANDS && !file.endsWith('.map'),
  });
await npm(['ci', '--omit=dev', '--ignore-scripts'], PACKAGE);
console.log('  done       package: build/package has the app and its production dependencies');
