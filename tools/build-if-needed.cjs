// Builds when a source is newer than the last build, so that commands start at once when nothing changed.
const { execSync } = require('node:child_process');
const { existsSync, readdirSync, statSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const ROOT = resolve(__dirname, '..');
const STAMP = join(ROOT, 'build', '.built');
const SOURCES = [
  'src',
  'lakehouse/engines/duckdb',
  'local',
  'monitor',
  'schemas',
  'tools',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'tsconfig.local.json',
];

/** Newest modification below a path, in milliseconds since the epoch; folders count, so that removals do too. */
function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return readdirSync(path).reduce((most, name) => Math.max(most, newest(join(path, name))), mtimeMs);
}

const builtAt = existsSync(STAMP) && existsSync(join(ROOT, 'dist', 'src')) ? statSync(STAMP).mtimeMs : 0;
if (SOURCES.some((source) => newest(join(ROOT, source)) > builtAt)) {
  // The build itself writes generated files into these folders, so the time of the stamp is taken after it.
  execSync('npm run --silent build', { cwd: ROOT, stdio: 'inherit' });
  writeFileSync(STAMP, '');
}
