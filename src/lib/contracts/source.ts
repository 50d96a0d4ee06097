import { SIMULATED_SOURCES, SOURCES } from './generated/sources';

export { SIMULATED_SOURCES, SOURCES };

/** A source that schemas/<source>/source.json declares. */
export type Source = (typeof SOURCES)[number];

/** A source whose declaration has a simulator. */
export type SimulatedSource = (typeof SIMULATED_SOURCES)[number];

export function isSource(value: string): value is Source {
  return (SOURCES as readonly string[]).includes(value);
}

export function isSimulatedSource(value: string): value is SimulatedSource {
  return (SIMULATED_SOURCES as readonly string[]).includes(value);
}

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
