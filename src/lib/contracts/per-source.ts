import { type Source, SOURCES } from './source';

/** One of each source. */
export function perSource<T>(make: (source: Source) => T): Readonly<Record<Source, T>> {
  const made: Partial<Record<Source, T>> = {};
  for (const source of SOURCES) made[source] = make(source);
  return made as Record<Source, T>;
}

/** Name of the function of a source: `landIot`. */
export function functionNameOf(work: 'land' | 'live' | 'simulate', source: Source): string {
  return `${work}${source.charAt(0).toUpperCase()}${source.slice(1)}`;
}
