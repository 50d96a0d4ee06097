import { type JsonSchema } from '../../src/lib/contracts/catalog';

export const SOURCE_META_SCHEMA_FILE = 'source.meta.json';

/** Path of a declaration in the folder of schemas. */
export const SOURCE_FILE_NAME = /^(?<source>[a-z][a-z0-9]*)\/source\.json$/;

/** One file `<source>/source.json` of the folder of schemas. */
export interface SourceFile {
  /** The path relative to the folder of schemas, with `/` between its parts. */
  readonly file: string;
  /** The name of the folder. */
  readonly name: string;
  readonly schema: JsonSchema;
}

/** How events of a source are simulated if no producer sends any. */
export interface DeclaredSimulator {
  /** Events that a deployment simulates a second; on one machine, the share of the source in all simulated events. */
  readonly eventsPerSecond: number;
  /** When the timer of a deployment runs: six fields of NCRONTAB, in UTC. */
  readonly schedule: string;
}

/** Members of a declaration; schemas/source.meta.json has the bounds. */
export interface SourceDeclaration {
  readonly description: string;
  /** The position in every list. Simulated events depend on it, so a new source takes the next free number. */
  readonly order: number;
  /** Differences from the other hubs of the deployment (`partitionCount`, `hubRetentionHours`). */
  readonly hub?: { readonly partitions?: number; readonly retentionHours?: number };
  /** Absent: nothing is simulated. */
  readonly simulator?: DeclaredSimulator;
  /** IoT Hub routes messages of devices to the hub of this source. */
  readonly devices?: true;
}

export interface DeclaredSource extends SourceDeclaration {
  /** The name of the folder, of the hub, and of the folders in Bronze and Silver. */
  readonly name: string;
}

/** Returns the sources in their order. The files must have passed check-sources.ts. */
export function toDeclaredSources(files: readonly SourceFile[]): readonly DeclaredSource[] {
  return files
    .map(({ name, schema }) => ({ ...(schema as unknown as SourceDeclaration), name }))
    .sort((a, b) => a.order - b.order);
}
