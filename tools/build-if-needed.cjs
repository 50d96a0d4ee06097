// @ts-check
// Builds if a source is newer than the last build, so that commands start at once without changes.
const { execSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { ROOT, STAMP, isBuilt } = require('./is-built.cjs');

if (!isBuilt()) {
  // The build writes generated files into these folders, so the stamp's time is taken after it.
  execSync('npm run --silent build', { cwd: ROOT, stdio: 'inherit' });
  writeFileSync(STAMP, '');
}
