import { SIMULATED_SOURCES, SOURCES } from './generated/sources';

export { SIMULATED_SOURCES, SOURCES };

/** A source that a `schemas/<source>/source.json` declares. */
export type Source = (typeof SOURCES)[number];

/** A source that has a simulator. */
export type SimulatedSource = (typeof SIMULATED_SOURCES)[number];

export function isSource(value: string): value is Source {
  return (SOURCES as readonly string[]).includes(value);
}

export function isSimulatedSource(value: string): value is SimulatedSource {
  return (SIMULATED_SOURCES as readonly string[]).includes(value);
}

/** Makes one value for each source. */
export function perSource<T>(make: (source: Source) => T): Readonly<Record<Source, T>> {
  const made: Partial<Record<Source, T>> = {};
  for (const source of SOURCES) made[source] = make(source);
  return made as Record<Source, T>;
}

/** Returns the name of a source's function, such as `landIot`. */
export function functionNameOf(work: 'land' | 'simulate', source: Source): string {
  return `${work}${source.charAt(0).toUpperCase()}${source.slice(1)}`;
}
