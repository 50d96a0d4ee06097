import { SourceMap } from 'node:module';

/** A position in a file of the bundle, with any folder before it: `/home/site/wwwroot/dist/app/main.js:120:7`. */
const POSITION = /(?:file:\/\/)?[^\s()'"]*\bdist[\\/]+app[\\/]+([\w.-]+\.js):(\d+):(\d+)/g;

/** Content of a source map, in the format of https://tc39.es/ecma426/. */
export type SourceMapContent = ConstructorParameters<typeof SourceMap>[0];

export interface ResolvedStack {
  readonly text: string;
  /** Files of the bundle without a source map, whose positions are unchanged. */
  readonly unknown: readonly string[];
}

/**
 * Replaces positions in the bundle by positions in the sources: `src/lib/landing/slot-writer.ts:42:11`, or
 * `node_modules/…` for packages. All other text is unchanged.
 *
 * @param text a stack trace, or a whole log with stack traces
 * @param readMap returns the source map of a file of the bundle; `undefined` if there is none
 */
export function resolveFrames(
  text: string,
  readMap: (file: string) => SourceMapContent | undefined,
): ResolvedStack {
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (file: string): SourceMap | undefined => {
    if (!maps.has(file)) {
      const content = readMap(file);
      maps.set(file, content === undefined ? undefined : new SourceMap(content));
    }
    return maps.get(file);
  };
  const resolved = text.replace(POSITION, (position, file: string, line: string, column: string) => {
    // Stack traces count from one, source maps from zero.
    const entry = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry === undefined || !('originalSource' in entry)) return position;
    // The maps are in a folder of the repository, and name sources from there.
    const source = entry.originalSource.replace(/^(\.\.\/)+/, '');
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
  const unknown = [...maps].flatMap(([file, map]) => (map === undefined ? [file] : []));
  return { text: resolved, unknown };
}
