import { type JsonSchema } from '../../src/lib/contracts/catalog';

export const SOURCE_META_SCHEMA_FILE = 'source.meta.json';

/** Path of a declaration in the folder of schemas. */
export const SOURCE_FILE_NAME = /^(?<source>[a-z][a-z0-9]*)\/source\.json$/;

/** One file `<source>/source.json` of the folder of schemas, as it was read. */
export interface SourceFile {
  /** The path relative to the folder of schemas, with `/` between its parts. */
  readonly file: string;
  /** The name of the folder. */
  readonly name: string;
  readonly schema: JsonSchema;
}

/** How events of a source are made up where nobody sends any. */
export interface DeclaredSimulator {
  /** What a deployment simulates a second; on one machine, the share of the source in what is simulated. */
  readonly eventsPerSecond: number;
  /** When the timer of a deployment runs: six fields of NCRONTAB, in UTC. */
  readonly schedule: string;
}

/** What schemas/source.meta.json allows a declaration to say; the schema gives the bounds. */
export interface SourceDeclaration {
  readonly description: string;
  /** The place in every list. Simulated events depend on the place, so a new source takes the next free number. */
  readonly order: number;
  /** What differs from the hubs of the deployment (`partitionCount`, `hubRetentionHours`). */
  readonly hub?: { readonly partitions?: number; readonly retentionHours?: number };
  /** Absent: nothing is simulated. */
  readonly simulator?: DeclaredSimulator;
  /** IoT Hub sends what devices tell it to the hub of this source. */
  readonly devices?: true;
}

export interface DeclaredSource extends SourceDeclaration {
  /** The name of the folder, of the hub, and of the folders in Bronze and Silver. */
  readonly name: string;
}

/** The sources in their order. Call it with files that check-sources.ts found nothing against. */
export function toDeclaredSources(files: readonly SourceFile[]): readonly DeclaredSource[] {
  return files
    .map(({ name, schema }) => ({ ...(schema as unknown as SourceDeclaration), name }))
    .sort((a, b) => a.order - b.order);
}
