// Whether the output of the build is there, and at least as new as all its sources.
const { existsSync, readdirSync, statSync } = require('node:fs');
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

/**
 * Newest modification below a path, in milliseconds since the epoch. Folders count, so that removals are detected.
 *
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce((most, name) => Math.max(most, newest(join(path, name))), stats.mtimeMs);
}

/** @returns {boolean} whether there is output of any build */
function hasOutput() {
  return existsSync(join(ROOT, 'dist', 'app', 'main.js')) && existsSync(join(ROOT, 'build', 'local'));
}

/** @returns {boolean} */
function isBuilt() {
  if (!existsSync(STAMP) || !hasOutput()) return false;
  const builtAt = statSync(STAMP).mtimeMs;
  return SOURCES.every((source) => newest(join(ROOT, source)) <= builtAt);
}

module.exports = { ROOT, STAMP, hasOutput, isBuilt };
