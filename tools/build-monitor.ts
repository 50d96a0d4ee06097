import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { writeModelTexts } from './monitor/write-model-texts';

const USAGE = `Usage: tsx tools/build-monitor.ts [--out DIR]

Bundles the monitor page: one script, one style sheet, an icon, the page itself and the SQL of the models, each also compressed.`;

const ROOT = resolve(__dirname, '..');

/** Maximum size of the page, compressed with gzip: a reader waits for it. The page reads the models later, on demand. */
const MAX_BYTES = 60 * 1024;

export interface BuiltFile {
  readonly name: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

/**
 * Writes the page into a folder, which is emptied first. Names of assets have a hash of their content, so that
 * browsers can cache them forever. Each file also has a `.gz` and a `.br` version.
 *
 * @throws Error if the page exceeds its maximum size
 */
export async function buildMonitor(out: string): Promise<readonly BuiltFile[]> {
  const bundled = await build({
    entryPoints: [join(ROOT, 'monitor/main.tsx')],
    outdir: out,
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome123', 'firefox128', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'error',
  });
  const contents = (extension: string): Uint8Array => {
    const found = bundled.outputFiles.find(({ path }) => path.endsWith(extension));
    if (found === undefined) throw new Error(`The bundle has no ${extension} file.`);
    return found.contents;
  };
  const assets = [
    toAsset('script', 'page', 'js', contents('.js')),
    toAsset('style', 'page', 'css', contents('.css')),
    toAsset('icon', 'icon', 'svg', await readFile(join(ROOT, 'monitor/icon.svg'))),
  ];
  const template = await readFile(join(ROOT, 'monitor/index.html'), 'utf8');
  const html = assets.reduce(
    (text, { role, name }) => text.replaceAll(`%${role}%`, `/api/monitor/${name}`),
    template,
  );
  await empty(out);
  const files = [...assets, { name: 'index.html', content: Buffer.from(html) }];
  const written = await Promise.all(files.map(({ name, content }) => writeCompressed(out, name, content)));
  const models = await writeCompressed(out, 'models.json', Buffer.from(writeModelTexts(ROOT)));
  const total = written.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
  if (total > MAX_BYTES) throw new Error(`The page has ${total} bytes compressed; ${MAX_BYTES} are allowed.`);
  return [...written, models];
}

function toAsset(
  role: string,
  stem: string,
  extension: string,
  content: Uint8Array,
): { role: string; name: string; content: Uint8Array } {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { role, name: `${stem}-${hash}.${extension}`, content };
}

async function empty(out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const name of await readdir(out)) await rm(join(out, name), { recursive: true });
}

async function writeCompressed(out: string, name: string, content: Uint8Array): Promise<BuiltFile> {
  const gzip = gzipSync(content, { level: 9 });
  const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  await writeFile(join(out, name), content);
  await writeFile(join(out, `${name}.gz`), gzip);
  await writeFile(join(out, `${name}.br`), brotli);
  return { name, bytes: content.length, gzipBytes: gzip.length };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: join(ROOT, 'dist/monitor') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const files = await buildMonitor(resolve(values.out));
  for (const { name, bytes, gzipBytes } of files)
    console.log(`${name}: ${bytes} bytes, ${gzipBytes} compressed`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
