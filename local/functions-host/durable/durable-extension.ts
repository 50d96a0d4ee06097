import { StandInError } from '../../kit';

/** Differences between versions of the Durable Task extension that an app can observe. */
export interface DurableExtension {
  readonly version: string;
  /**
   * `upperSchemaVersionNew` of the orchestrator's input, and the schema of the library's answer. It starts at
   * 0. Source: Azure/azure-functions-durable-js `src/orchestrations/ReplaySchema.ts`.
   */
  readonly schemaVersion: number;
  /** Whether a status has `version` and `parentInstanceId`. */
  readonly notifiesParent: boolean;
}

/** Extensions by version. */
export const DURABLE_EXTENSIONS = {
  '3.12.5': { version: '3.12.5', schemaVersion: 2, notifiesParent: false },
  '3.19.0': { version: '3.19.0', schemaVersion: 3, notifiesParent: true },
} as const satisfies Readonly<Record<string, DurableExtension>>;

export type DurableExtensionVersion = keyof typeof DURABLE_EXTENSIONS;

/** The version in the extension bundle 4.38, the newest of the range `[4.*, 5.0.0)`. */
export const BUNDLED_EXTENSION: DurableExtensionVersion = '3.12.5';

/** @throws StandInError `option_invalid` for an unknown version */
export function findDurableExtension(version: string): DurableExtension {
  const found = Object.values(DURABLE_EXTENSIONS).find((one) => one.version === version);
  if (found !== undefined) return found;
  const known = Object.keys(DURABLE_EXTENSIONS).join(' and ');
  throw new StandInError(
    'option_invalid',
    `the Durable Task extension ${version} is not supported; choose from ${known}`,
  );
}
