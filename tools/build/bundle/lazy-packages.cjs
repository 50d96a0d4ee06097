// @ts-check
// Packages that the app loads at their first use, not at its start.
const { createRequire } = require('node:module');
const { join, sep } = require('node:path');

/** Virtual modules: what the importer gets in place of a package, and the entry point of the package's own file. */
const STAND_IN = 'lazy-package';
const ENTRY = 'lazy-entry';

/**
 * @typedef {object} LazyPackage
 * @property {string} name as the importer writes it
 * @property {string} importer folder of the files that get the stand-in; other packages import the package itself
 */

const DURABLE = 'node_modules/durable-functions/lib';

/**
 * The packages that take most of a start. A package fits if its exports are only used inside functions. Packages that the
 * app loads with `import()` need no entry.
 *
 * @type {readonly LazyPackage[]}
 */
const LAZY_PACKAGES = [
  { name: '@azure/core-rest-pipeline', importer: 'src' },
  { name: '@azure/data-tables', importer: 'src' },
  { name: '@azure/event-hubs', importer: 'src' },
  { name: '@azure/keyvault-secrets', importer: 'src' },
  { name: '@azure/storage-blob', importer: 'src' },
  { name: '@azure/storage-file-datalake', importer: 'src' },
  { name: '@faker-js/faker/locale/en', importer: 'src' },
  { name: 'csv-parse/sync', importer: 'src' },
  { name: 'rfc6902', importer: 'src' },
  { name: 'axios', importer: DURABLE },
  { name: 'validator', importer: DURABLE },
];

/**
 * @param {string} name
 * @returns {string} name of the package's file in the bundle, without extension
 */
function toFileName(name) {
  return name.replace(/^@/, '').replaceAll('/', '-');
}

/**
 * Returns an entry point for each lazy package, so that it gets a file of its own. The files share chunks.
 *
 * @returns {Record<string, string>} entry points by output name
 */
function lazyEntryPoints() {
  return Object.fromEntries(LAZY_PACKAGES.map(({ name }) => [toFileName(name), `${ENTRY}:${name}`]));
}

/**
 * Replaces imports of lazy packages by a stand-in with the same exports. Its getters load the package.
 *
 * @param {string} root of the repository
 * @returns {import('esbuild').Plugin}
 */
function lazyPackages(root) {
  return {
    name: 'lazy-packages',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${ENTRY}:`) }, ({ path }) => ({
        path: path.slice(ENTRY.length + 1),
        namespace: ENTRY,
      }));
      build.onLoad({ filter: /./, namespace: ENTRY }, ({ path }) => ({
        contents: `module.exports = require(${JSON.stringify(path)});`,
        resolveDir: join(root, LAZY_PACKAGES.find(({ name }) => name === path)?.importer ?? ''),
      }));
      for (const { name, importer } of LAZY_PACKAGES) {
        const folder = join(root, importer) + sep;
        build.onResolve({ filter: new RegExp(`^${name}$`) }, (args) =>
          args.namespace === 'file' && args.importer.startsWith(folder)
            ? { path: name, namespace: STAND_IN, pluginData: args.importer }
            : undefined,
        );
      }
      build.onLoad({ filter: /./, namespace: STAND_IN }, ({ path, pluginData: importer }) => ({
        contents: writeStandIn(toFileName(path), namesOf(path, importer)),
      }));
      build.onResolve({ filter: /./, namespace: STAND_IN }, ({ path }) => ({ path, external: true }));
    },
  };
}

/**
 * @param {string} name of a package
 * @param {string} importer file from which it is resolved
 * @returns {readonly string[]} names of its exports. Loading the package is the only way to know all of them.
 */
function namesOf(name, importer) {
  return Object.keys(createRequire(importer)(name));
}

/**
 * @param {string} file name without extension
 * @param {readonly string[]} names
 * @returns {string} a CommonJS module
 */
function writeStandIn(file, names) {
  return [
    'let loaded;',
    `const load = () => (loaded ??= require('./${file}.js'));`,
    `for (const name of ${JSON.stringify(names)})`,
    '  Object.defineProperty(exports, name, { enumerable: true, get: () => load()[name] });',
    "Object.defineProperty(exports, '__esModule', { value: true });",
  ].join('\n');
}

module.exports = { LAZY_PACKAGES, lazyEntryPoints, lazyPackages };
