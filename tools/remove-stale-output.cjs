// @ts-check
// Removes compiled files without a source. The bundle of the app removes its own: tools/build/bundle/write-bundle.cjs.
const { existsSync, readdirSync, rmSync } = require('node:fs');
const { join, resolve } = require('node:path');

const ROOT = resolve(__dirname, '..');

/** @type {readonly (readonly [output: string, source: string])[]} */
const FOLDERS = [
  ['build/local', 'local'],
  ['build/lakehouse', 'lakehouse'],
];

for (const [output, source] of FOLDERS) {
  const folder = join(ROOT, output);
  if (!existsSync(folder)) continue;
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const stem = /^(.+)\.js(\.map)?$/.exec(path)?.[1];
    if (stem === undefined) continue;
    const isThere = ['.ts', '.tsx', '.js'].some((ending) => existsSync(join(ROOT, source, stem + ending)));
    if (!isThere) rmSync(join(folder, path));
  }
}
