import { numberText } from './exact-json';
import { toPointer } from './pointer';

/** One line of printed JSON, with the JSON Pointer of its value. */
export interface JsonLine {
  readonly path: string;
  readonly depth: number;
  /** Name with quotes; null in arrays and at the root. */
  readonly name: string | null;
  readonly text: string;
  /** Whether a comma follows. */
  readonly comma: boolean;
  readonly kind: 'open' | 'close' | 'string' | 'number' | 'word';
}

/** The lines of `writeExactJson(value, 2)`, each with its JSON Pointer. */
export function toJsonLines(value: unknown): readonly JsonLine[] {
  return print(value, { path: '', depth: 0, name: null, comma: false });
}

interface Place {
  readonly path: string;
  readonly depth: number;
  readonly name: string | null;
  readonly comma: boolean;
}

function print(value: unknown, place: Place): readonly JsonLine[] {
  const { path, depth, name, comma } = place;
  const line = (kind: JsonLine['kind'], text: string): JsonLine => ({
    path,
    depth,
    name,
    text,
    kind,
    comma: kind !== 'open' && comma,
  });
  const number = numberText(value);
  if (number !== undefined) return [line('number', number)];
  if (typeof value === 'string') return [line('string', JSON.stringify(value))];
  if (typeof value !== 'object' || value === null) return [line('word', String(value))];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item] as const)
    : Object.entries(value);
  const [opening, closing] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) return [line('word', `${opening}${closing}`)];
  return [
    line('open', opening),
    ...entries.flatMap(([key, item], index) =>
      print(item, {
        path: toPointer(path, key),
        depth: depth + 1,
        name: typeof key === 'number' ? null : JSON.stringify(key),
        comma: index < entries.length - 1,
      }),
    ),
    { path, depth, name: null, text: closing, comma, kind: 'close' },
  ];
}

/** The nearest existing place to that of a rejection: a missing field is shown at its parent. */
export function nearestPath(paths: ReadonlySet<string>, path: string): string {
  let nearest = path;
  while (!paths.has(nearest) && nearest !== '') nearest = nearest.slice(0, nearest.lastIndexOf('/'));
  return nearest;
}
