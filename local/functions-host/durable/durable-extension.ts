import { StandInError } from '../../kit';

/** What differs between generations of the Durable Task extension, as far as an app can see it. */
export interface DurableExtension {
  readonly version: string;
  /**
   * `upperSchemaVersionNew` of what an orchestrator gets, and the schema that the library answers in. It counts from 0.
   * Source: Azure/azure-functions-durable-js `src/orchestrations/ReplaySchema.ts`.
   */
  readonly schemaVersion: number;
  /** Whether a status has `version` and `parentInstanceId`. */
  readonly notifiesParent: boolean;
}

/** By version. */
export const DURABLE_EXTENSIONS = {
  '3.12.5': { version: '3.12.5', schemaVersion: 2, notifiesParent: false },
  '3.19.0': { version: '3.19.0', schemaVersion: 3, notifiesParent: true },
} as const satisfies Readonly<Record<string, DurableExtension>>;

export type DurableExtensionVersion = keyof typeof DURABLE_EXTENSIONS;

/** In the extension bundle 4.38, the newest of the range `[4.*, 5.0.0)`. */
export const BUNDLED_EXTENSION: DurableExtensionVersion = '3.12.5';

/** @throws StandInError `option_invalid` for a version that is not offered */
export function findDurableExtension(version: string): DurableExtension {
  const found = Object.values(DURABLE_EXTENSIONS).find((one) => one.version === version);
  if (found !== undefined) return found;
  const known = Object.keys(DURABLE_EXTENSIONS).join(' and ');
  throw new StandInError(
    'option_invalid',
    `the Durable Task extension ${version} is not offered; ${known} are`,
  );
}
