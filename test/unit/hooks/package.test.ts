import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeClouds, type Rule } from './fake-clouds';

let clouds: FakeClouds;
afterEach(() => {
  clouds.close();
});

const npm: readonly Rule[] = [{ on: '^npm ' }];

/** Files of a folder, by their paths below it. */
function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

it('stages the app, its page and its contracts, without commands, maps or local settings', async () => {
  clouds = new FakeClouds(npm);
  const folder = join(clouds.folder, 'package');
  const { code, output, calls } = await clouds.run('package.mjs', {}, ['--out', folder]);
  expect([code, output]).toEqual([0, expect.stringContaining('done       package')]);
  expect(calls.map(({ args }) => args.join(' '))).toEqual([
    'run build:app',
    'run build:monitor',
    'ci --omit=dev --ignore-scripts',
  ]);
  const staged = filesOf(folder);
  expect(staged).toEqual(
    expect.arrayContaining([
      'host.json',
      'package-lock.json',
      'dist/src/index.js',
      'dist/src/functions/land.js',
    ]),
  );
  const kinds = new Set(staged.map((path) => path.replace(/^(dist\/\w+|[^/]+)(\/.*)?$/, '$1')));
  expect([...kinds].sort()).toEqual([
    'dist/monitor',
    'dist/src',
    'host.json',
    'package-lock.json',
    'package.json',
    'schemas',
  ]);
  expect(
    staged.filter((path) => /\.(map|ts|log|env|tsbuildinfo)$|commands|local\.settings/.test(path)),
  ).toEqual([]);
});

it('refuses a package with a forbidden file, and names it', async () => {
  clouds = new FakeClouds(npm);
  const folder = join(clouds.folder, 'package');
  // The last step of packing creates a secret, as a careless build script may.
  const leaving = `${process.execPath} -e "require('node:fs').writeFileSync('schemas/prod.env', 'x')"`;
  mkdirSync(join(clouds.folder, 'bin'), { recursive: true });
  writeFileSync(join(clouds.folder, 'bin', 'npm'), `#!/bin/sh\ncase "$1" in ci) ${leaving};; esac\n`, {
    mode: 0o755,
  });
  const { code, output } = await clouds.run('package.mjs', {}, ['--out', folder]);
  expect(code).toBe(1);
  expect(output).toContain('these files must not be deployed: schemas/prod.env');
  expect(() => readdirSync(folder)).toThrow('ENOENT');
});
