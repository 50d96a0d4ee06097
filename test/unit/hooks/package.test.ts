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

it('stages the bundled app and its page, without commands, maps, packages or local settings', async () => {
  clouds = new FakeClouds(npm);
  const folder = join(clouds.folder, 'package');
  const { code, output, calls } = await clouds.run('package.mjs', {}, ['--out', folder]);
  expect([code, output]).toEqual([0, expect.stringContaining('done       package')]);
  expect(calls.map(({ args }) => args.join(' '))).toEqual(['run build:app', 'run build:monitor']);
  const staged = filesOf(folder);
  expect(staged).toEqual(expect.arrayContaining(['host.json', 'dist/app/main.js', 'dist/app/axios.js']));
  const kinds = new Set(staged.map((path) => path.replace(/^(dist\/\w+|[^/]+)(\/.*)?$/, '$1')));
  expect([...kinds].sort()).toEqual(['dist/app', 'dist/monitor', 'host.json', 'package.json']);
  expect(
    staged.filter((path) =>
      /\.(map|ts|log|env|tsbuildinfo)$|commands|node_modules|local\.settings/.test(path),
    ),
  ).toEqual([]);
});

it('refuses a package with a forbidden file, and names it', async () => {
  clouds = new FakeClouds(npm);
  const root = join(clouds.folder, 'root');
  for (const folder of ['dist/app', 'dist/monitor', 'node_modules'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['host.json', 'package.json', 'dist/app/main.js', 'node_modules/.package-lock.json'])
    writeFileSync(join(root, file), '');
  const folder = join(clouds.folder, 'package');
  expect((await clouds.run('package.mjs', {}, ['--root', root, '--out', folder])).code).toBe(0);
  // As a careless build script may.
  writeFileSync(join(root, 'dist/app/prod.env'), '');
  const { code, output } = await clouds.run('package.mjs', {}, ['--root', root, '--out', folder]);
  expect(code).toBe(1);
  expect(output).toContain('these files must not be deployed: dist/app/prod.env');
  expect(() => readdirSync(folder)).toThrow('ENOENT');
});
