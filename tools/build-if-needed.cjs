// @ts-check
// Builds when a source is newer than the last build, so that commands start at once when nothing changed.
const { execSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { ROOT, STAMP, isBuilt } = require('./is-built.cjs');

if (!isBuilt()) {
  // The build itself writes generated files into these folders, so the time of the stamp is taken after it.
  execSync('npm run --silent build', { cwd: ROOT, stdio: 'inherit' });
  writeFileSync(STAMP, '');
}
