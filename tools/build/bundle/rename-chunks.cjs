// @ts-check
// Names chunks by their content. esbuild's own hashes also cover the source maps, so that they differ without them.
const { createHash } = require('node:crypto');

const HASHED = /-[0-9A-Z]{8}(?=\.js\b)/g;
const SOURCE_MAP = /\/\/# sourceMappingURL=.*\n?$/;

/**
 * @typedef {object} Chunk
 * @property {string} name of the file
 * @property {string} text of the ES module
 * @property {readonly string[]} modules its entry point and the modules in it
 */

/**
 * Renames chunks, also where others import them.
 *
 * @param {readonly Chunk[]} chunks
 * @returns {readonly { readonly name: string, readonly text: string, readonly was: string }[]}
 */
function renameChunks(chunks) {
  const names = new Map(chunks.map((chunk) => [chunk.name, renamed(chunk)]));
  const imported = /(?<=["']\.\/)[\w.-]+\.js(?=["'])/g;
  return chunks.map(({ name, text }) => ({
    was: name,
    name: names.get(name) ?? name,
    text: text.replace(imported, (found) => names.get(found) ?? found),
  }));
}

/**
 * @param {Chunk} chunk
 * @returns {string}
 */
function renamed({ name, text, modules }) {
  if (name.replace(HASHED, '') === name) return name;
  // The names of other chunks have hashes themselves.
  const content = text.replace(SOURCE_MAP, '').replace(HASHED, '');
  const hash = createHash('sha256')
    .update(JSON.stringify([modules, content]))
    .digest('hex');
  return name.replace(HASHED, `-${hash.slice(0, 8)}`);
}

module.exports = { renameChunks };
