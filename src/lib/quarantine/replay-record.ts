import { type Source } from '../contracts/source';

/** RFC 6902, one operation. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string };

/** What is changed about each event before it is validated again. Values are those of `parseExactJson`. */
export type Fix =
  /** Paths lead into the whole event, as those of rejections do. */
  | { readonly patch: readonly PatchOperation[] }
  /** The event names this version of its contract. */
  | { readonly version: number }
  /** Stands in place of the event; for one record. */
  | { readonly event: Readonly<Record<string, unknown>> };

/** Which records a replay takes: the named ones, or all that match and are not in the hub again. */
export type ReplayFilter =
  | { readonly ids: readonly string[] }
  | {
      readonly source?: Source | undefined;
      readonly contract?: string | undefined;
      readonly code?: string | undefined;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
    };

/** A fix as the records of replays show it: values of patches may be personal, so they are left out. */
export type ShownFix =
  | { readonly patch: readonly { readonly op: string; readonly path: string; readonly from?: string }[] }
  | { readonly version: number }
  | { readonly event: true };

/** One replay, as it is kept for whoever asks later. */
export interface ReplayRecord {
  /** Begins with its start, as `20261121T061000123Z-3f9a1c2b`. */
  readonly replay: string;
  readonly at: string;
  /** null where it did not come to its end. */
  readonly endedAt: string | null;
  /** Who asked, where the platform knows. */
  readonly by: string | null;
  readonly filter: ReplayFilter;
  readonly fix: ShownFix | null;
  /** Records that the filter named and that were not in the hub yet. */
  readonly matched: number;
  readonly published: number;
  /** Tried, and refused by the judge again. */
  readonly rejected: number;
  /** Not tried: in the hub already, out of attempts, or under way elsewhere. */
  readonly skipped: number;
  /** Accepted, and not known to be in the hub. */
  readonly failed: number;
}

const ID = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z-[0-9a-f]{8}$/;

/** @param suffix eight hexadecimal digits that tell two replays apart which start at the same time */
export function toReplayId(start: Date, suffix: string): string {
  return `${start.toISOString().replace(/[-:.]/g, '')}-${suffix}`;
}

/** When the replay of this id started, in milliseconds; `undefined` for a text that is no id. */
export function startOf(replay: string): number | undefined {
  const [, year, month, day, hour, minute, second, millisecond] = ID.exec(replay) ?? [];
  const start = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`);
  return Number.isNaN(start) ? undefined : start;
}

export function toShownFix(fix: Fix | undefined): ShownFix | null {
  if (fix === undefined) return null;
  if ('event' in fix) return { event: true };
  if ('version' in fix) return fix;
  return {
    patch: fix.patch.map((operation) => ({
      op: operation.op,
      path: operation.path,
      ...('from' in operation && { from: operation.from }),
    })),
  };
}
