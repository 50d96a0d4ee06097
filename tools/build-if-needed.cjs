// @ts-check
// Builds if a source is newer than the last build, so that commands start at once without changes. With `--only-new`,
// the command is refused while a running stack prevents the build: tests must not test older output.
const { buildFor } = require('./build/build.cjs');

process.exitCode = buildFor({ onlyNew: process.argv.includes('--only-new') });
