/** Splits `origin.siteCode` or the JSON Pointer `/origin/siteCode` (RFC 6901) into its parts. */
export function parsePath(path: string): readonly string[] {
  if (!path.startsWith('/')) return path.split('.');
  return path
    .slice(1)
    .split('/')
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}

/**
 * Finds a value in parsed JSON. A key that equals the whole path has priority over the parts between its
 * dots.
 */
export function createLookup(path: string): (record: unknown) => unknown {
  const parts = parsePath(path);
  return (record) => {
    if (isObject(record) && Object.hasOwn(record, path)) return record[path];
    let value = record;
    for (const part of parts) {
      if (!isObject(value) || !Object.hasOwn(value, part)) return undefined;
      value = value[part];
    }
    return value;
  };
}

/** Includes arrays; their indexes are keys. */
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
