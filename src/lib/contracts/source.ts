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
