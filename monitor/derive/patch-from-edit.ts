import { parseExactJson } from './exact-json';
import { toPointer } from './pointer';

/** Operations of JSON Patch (RFC 6902) that an edit can make. */
export type Operation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move'; readonly from: string; readonly path: string };

export type Edit =
  | { readonly outcome: 'patch'; readonly patch: readonly Operation[] }
  | { readonly outcome: 'unchanged' }
  /** `text` is not JSON. */
  | { readonly outcome: 'malformed'; readonly message: string }
  /** The edit would send a mask as a value. */
  | { readonly outcome: 'masked'; readonly paths: readonly string[] };

/**
 * Makes a patch from an edit of a masked event. Unchanged fields are in no operation, so their masks are
 * never sent. A renamed member is moved, so its masked value stays.
 *
 * @param masked the event as the API returned it
 * @param text the event after the reader's edit
 * @param isMask whether a text is a mask
 */
export function toPatchFromEdit(masked: unknown, text: string, isMask: (value: string) => boolean): Edit {
  let edited: unknown;
  try {
    edited = parseExactJson(text);
  } catch (error) {
    return { outcome: 'malformed', message: error instanceof Error ? error.message : 'This is not JSON.' };
  }
  const patch = difference(masked, edited, { path: '', isMask });
  if (!isObject(edited)) return { outcome: 'malformed', message: 'An event must be a JSON object.' };
  if (patch.length === 0) return { outcome: 'unchanged' };
  const paths = patch.filter((operation) => sendsMask(operation, isMask)).map(({ path }) => path);
  return paths.length === 0 ? { outcome: 'patch', patch } : { outcome: 'masked', paths };
}

/** The mask of the API. Masked names begin with it and have a number. */
const COVERED = '•••';

export function isMask(value: string): boolean {
  return value.includes(COVERED);
}

/** Whether the operation sends a mask as a value, or refers to a masked name. */
function sendsMask(operation: Operation, isMasked: (value: string) => boolean): boolean {
  const places = 'from' in operation ? [operation.from, operation.path] : [operation.path];
  return places.some(isMasked) || ('value' in operation && hasMask(operation.value, isMasked));
}

interface Place {
  readonly path: string;
  readonly isMask: (value: string) => boolean;
}

function difference(before: unknown, after: unknown, place: Place): readonly Operation[] {
  if (isSame(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return arrayDifference(before, after, place);
  if (isObject(before) && isObject(after)) return objectDifference(before, after, place);
  return [{ op: 'replace', path: place.path, value: after }];
}

type Members = Readonly<Record<string, unknown>>;

function objectDifference(before: Members, after: Members, place: Place): readonly Operation[] {
  const { path } = place;
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const added = Object.keys(after).filter((name) => !Object.hasOwn(before, name));
  const renamed = new Map<string, string>();
  for (const name of added) {
    const from = gone.find((old) => !renamed.has(old) && isSame(before[old], after[name]));
    if (from !== undefined) renamed.set(from, name);
  }
  const targets = new Set(renamed.values());
  return [
    ...gone.map((name): Operation => {
      const target = renamed.get(name);
      const from = toPointer(path, name);
      return target === undefined
        ? { op: 'remove', path: from }
        : { op: 'move', from, path: toPointer(path, target) };
    }),
    ...added
      .filter((name) => !targets.has(name))
      .map((name): Operation => ({ op: 'add', path: toPointer(path, name), value: after[name] })),
    ...Object.keys(before)
      .filter((name) => Object.hasOwn(after, name))
      .flatMap((name) => difference(before[name], after[name], { ...place, path: toPointer(path, name) })),
  ];
}

/** Keeps equal items at both ends. Items in between are compared in pairs; then the rest is removed or added. */
function arrayDifference(
  before: readonly unknown[],
  after: readonly unknown[],
  place: Place,
): readonly Operation[] {
  const { path } = place;
  // Masks are equal to each other, so removed and inserted items between them cannot be identified.
  if (before.length !== after.length && hasMask(before, place.isMask))
    return [{ op: 'replace', path, value: after }];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && isSame(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < shorter - head && isSame(before[before.length - 1 - tail], after[after.length - 1 - tail]))
    tail += 1;
  const pairs = shorter - tail;
  const changes = Array.from({ length: Math.max(0, pairs - head) }, (_, index) => head + index).flatMap(
    (index) => difference(before[index], after[index], { ...place, path: toPointer(path, index) }),
  );
  const surplus = before.slice(pairs, before.length - tail);
  const missing = after.slice(pairs, after.length - tail);
  return [
    ...changes,
    ...surplus.map((): Operation => ({ op: 'remove', path: toPointer(path, pairs) })),
    ...missing.map((value, index): Operation => ({ op: 'add', path: toPointer(path, pairs + index), value })),
  ];
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
  );
}

function hasMask(value: unknown, isMasked: (value: string) => boolean): boolean {
  if (typeof value === 'string') return isMasked(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((item) => hasMask(item, isMasked));
}
