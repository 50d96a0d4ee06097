import { type Fix, type ShownFix } from './replay-api';

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
