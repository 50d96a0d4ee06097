// @ts-check
const { mkdir, readdir, rm, writeFile } = require('node:fs/promises');
const { basename, join, relative, sep } = require('node:path');
const esbuild = require('esbuild');
const { appEntry } = require('./app-entry.cjs');
const { lazyEntryPoints, lazyPackages } = require('./lazy-packages.cjs');
const { packageFormats } = require('./package-formats.cjs');
const { renameChunks } = require('./rename-chunks.cjs');

/**
 * The start of each file: ES modules are strict. It adds no line, so that the source map stays valid.
 */
const STRICT = '"use strict"; ';

/** Replaces `import.meta.url`. */
const FILE_URL = '__fileUrl';
const DECLARE_FILE_URL = `const ${FILE_URL} = require('node:url').pathToFileURL(__filename).href; `;

/** Options of esbuild for everything that runs in Node.js. */
const FOR_NODE = /** @type {const} */ ({
  platform: 'node',
  // The oldest supported version.
  target: 'node20',
  sourcesContent: false,
  logLevel: 'warning',
});

/**
 * @typedef {object} BundleOptions
 * @property {string} root of the repository
 * @property {Record<string, string>} entryPoints by output name
 * @property {string} out folder of the files
 * @property {string} maps folder of their source maps, which is removed without them
 * @property {boolean} withMaps
 */

/**
 * Bundles the app with all its packages into CommonJS files of one folder. `import()` and lazy packages become files of
 * their own. Files of an earlier bundle are removed.
 *
 * esbuild splits ES modules only, but the worker replaces `require`. So the bundle is split first, and each file is
 * converted afterwards. Names and lines stay readable: minified code starts hardly faster.
 *
 * @param {BundleOptions} options
 * @returns {Promise<import('esbuild').Metafile>} which modules each file has
 */
async function writeAppBundle({ root, entryPoints, out, maps, withMaps }) {
  const { metafile, outputFiles } = await esbuild.build({
    ...FOR_NODE,
    absWorkingDir: root,
    entryPoints: { ...entryPoints, ...lazyEntryPoints() },
    outdir: out,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    splitting: true,
    sourcemap: withMaps ? 'inline' : false,
    // Only for the text that is converted next.
    minifyWhitespace: true,
    legalComments: 'none',
    // The worker provides this module inside `require`, where @azure/functions finds it by name.
    external: ['@azure/functions-core'],
    plugins: [appEntry(root), lazyPackages(root), packageFormats(root)],
  });
  const outputOf = (/** @type {string} */ name) =>
    metafile.outputs[`${relative(root, out).split(sep).join('/')}/${name}`];
  const chunks = renameChunks(
    outputFiles.map(({ path, text }) => {
      const { entryPoint, inputs } = outputOf(basename(path)) ?? {};
      return { name: basename(path), text, modules: [entryPoint ?? '', ...Object.keys(inputs ?? {})] };
    }),
  );
  const files = await Promise.all(
    chunks.map(async ({ name, text, was }) => {
      return { name, ...(await toCommonJs(text, { name, isPackage: isPackage(outputOf(was)), withMaps })) };
    }),
  );
  await writeFiles(files, { out, maps, withMaps });
  return metafile;
}

/**
 * Bundles programs that run in the repository. They load packages from `node_modules`.
 *
 * @param {BundleOptions} options
 */
async function writeProgramBundles({ root, entryPoints, out, maps, withMaps }) {
  const { outputFiles } = await esbuild.build({
    ...FOR_NODE,
    absWorkingDir: root,
    entryPoints,
    outdir: out,
    entryNames: '[name]',
    bundle: true,
    packages: 'external',
    write: false,
    format: 'cjs',
    // `import()` would load other copies of packages than `require`.
    supported: { 'dynamic-import': false },
    sourcemap: withMaps ? 'external' : false,
  });
  const textOf = (/** @type {string} */ path) => outputFiles.find((file) => file.path === path)?.text ?? '';
  const files = outputFiles
    .filter(({ path }) => path.endsWith('.js'))
    .map(({ path, text }) => ({ name: basename(path), code: STRICT + text, map: textOf(`${path}.map`) }));
  await writeFiles(files, { out, maps, withMaps });
}

/**
 * @param {import('esbuild').Metafile['outputs'][string] | undefined} output
 * @returns {boolean} whether the file is a CommonJS module as the target of `import()` or as a lazy package
 */
function isPackage(output) {
  return output?.entryPoint !== undefined && output.exports.join() === 'default';
}

/**
 * @param {string} text an ES module with an inline source map
 * @param {{ readonly name: string, readonly isPackage: boolean, readonly withMaps: boolean }} options
 * @returns {Promise<{ readonly code: string, readonly map: string }>}
 */
async function toCommonJs(text, { name, isPackage, withMaps }) {
  const { code, map } = await esbuild.transform(text, {
    ...FOR_NODE,
    format: 'cjs',
    // Then `import()` of a chunk becomes `require`.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': FILE_URL },
    sourcemap: withMaps ? 'external' : false,
    sourcefile: name,
  });
  const before = code.includes(FILE_URL) ? DECLARE_FILE_URL : '';
  const after = isPackage ? 'module.exports = module.exports.default;\n' : '';
  return { code: STRICT + before + code + after, map };
}

/**
 * Writes files with a link to their source maps, and removes all others.
 *
 * @param {readonly { readonly name: string, readonly code: string, readonly map: string }[]} files
 * @param {{ readonly out: string, readonly maps: string, readonly withMaps: boolean }} options
 */
async function writeFiles(files, { out, maps, withMaps }) {
  await rm(maps, { recursive: true, force: true });
  await Promise.all([out, ...(withMaps ? [maps] : [])].map((folder) => mkdir(folder, { recursive: true })));
  await Promise.all(
    files.flatMap(({ name, code, map }) => {
      const url = relative(out, join(maps, `${name}.map`))
        .split(sep)
        .join('/');
      return [
        writeFile(join(out, name), `${code}//# sourceMappingURL=${url}\n`),
        ...(withMaps ? [writeFile(join(maps, `${name}.map`), movedMap(map, out, maps))] : []),
      ];
    }),
  );
  await removeOthers(out, new Set(files.map(({ name }) => name)));
}

/**
 * @param {string} map whose sources are relative to its file in `from`
 * @param {string} from
 * @param {string} to folder of the map
 * @returns {string}
 */
function movedMap(map, from, to) {
  /** @type {{ readonly sources: readonly string[] }} */
  const content = JSON.parse(map);
  const sources = content.sources.map((source) => relative(to, join(from, source)).split(sep).join('/'));
  return JSON.stringify({ ...content, sources });
}

/**
 * @param {string} folder
 * @param {ReadonlySet<string>} names of the files that stay
 */
async function removeOthers(folder, names) {
  const others = (await readdir(folder)).filter((name) => !names.has(name));
  await Promise.all(others.map((name) => rm(join(folder, name), { recursive: true })));
}

module.exports = { writeAppBundle, writeProgramBundles };
