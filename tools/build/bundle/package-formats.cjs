// @ts-check
// Chooses one format of each package, so that the bundle has one copy of it.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Packages of which only the app itself is an importer. As ES modules they start faster, and unused parts are left out.
 */
const ES_MODULES = ['hyparquet', 'zod'];

/** Marks the resolution that the plugin itself asks for. */
const AGAIN = Symbol('again');

/**
 * Resolves imports of packages to their CommonJS builds. Most packages of Azure have both formats, and other packages
 * require the CommonJS one. An import of the other format would add a second copy with a state of its own.
 *
 * @param {string} root of the repository
 * @returns {import('esbuild').Plugin}
 */
function packageFormats(root) {
  /** @type {{ readonly dependencies: Record<string, string> }} */
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const names = Object.keys(dependencies).filter((name) => !ES_MODULES.includes(name));
  return {
    name: 'package-formats',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^(${names.join('|')})(/|$)`) }, (args) => {
        if (args.pluginData === AGAIN || args.kind === 'require-call') return undefined;
        const { path, importer, resolveDir } = args;
        return build.resolve(path, { importer, resolveDir, kind: 'require-call', pluginData: AGAIN });
      });
    },
  };
}

module.exports = { packageFormats };
