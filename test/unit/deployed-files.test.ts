import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ignore from 'ignore';

const ROOT = resolve(__dirname, '..', '..');
const deployed = ignore().add(readFileSync(join(ROOT, '.funcignore'), 'utf8'));
const read = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));

/** Folders that installing, testing and running leave behind; never looked into. */
const LEFT_BEHIND = new Set(['node_modules', '.git', '.sluice', 'coverage', 'build']);

/** Every file of the project, and what the build made. */
function files(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return LEFT_BEHIND.has(path) ? [] : files(path);
  });
}

it('deploys the built app, its contracts and its host settings, and nothing else', () => {
  const kept = deployed.filter(files());
  const folders = new Set(kept.map((file) => file.split('/').slice(0, 2).join('/')));
  expect(kept).toEqual(
    expect.arrayContaining([
      'package.json',
      'package-lock.json',
      'host.json',
      'dist/src/index.js',
      'schemas/iot/telemetry.v1.json',
    ]),
  );
  for (const folder of folders) {
    expect(folder).toMatch(
      /^(dist\/(src|monitor)|schemas\/.+|package\.json|package-lock\.json|host\.json|LICENSE)$/,
    );
  }
});

it('leaves installed packages whole', () => {
  expect(deployed.ignores('node_modules/some-package/src/index.js')).toBe(false);
  expect(deployed.ignores('node_modules/some-package/test/build/local.json')).toBe(false);
});

it('never deploys settings of this machine', () => {
  expect(deployed.ignores('local.settings.json')).toBe(true);
});

it('runs the compiled functions and nothing local', () => {
  expect(read('package.json')).toMatchObject({ main: 'dist/src/{index.js,functions/*.js}' });
});
