import { minuteKey } from '../windows/aggregate-chunk';
import { type LivePosition } from '../windows/live-position';
import { type View } from '../windows/view';
import { type MinuteState } from '../windows/window-state';
import { type DeliveryStore, type ObservedWrite } from './delivery-store';
import { type PartitionId } from '../../event-log/positions';

/** A partition as it is when a delivery begins. */
export interface Seen {
  readonly key: string;
  readonly partition: PartitionId;
  readonly position: LivePosition;
  /** Every sink has the changes up to this version, according to the table. */
  readonly delivered: number;
}

interface Cached {
  /** Of the position that was read before the minute. */
  readonly version: number;
  readonly state: MinuteState | undefined;
  readonly groups: number;
}

const MINUTE = 60_000;

/** Groups of all minutes that are kept in memory. */
const MAX_GROUPS = 20_000;

/**
 * Reads minutes of hub partitions, and keeps them until they change. A delivery merges each minute over all partitions,
 * of which few have changed it since the last delivery.
 */
export class MinuteReader {
  readonly #store: DeliveryStore;
  readonly #cached = new Map<string, Cached>();
  #groups = 0;

  constructor(store: DeliveryStore) {
    this.#store = store;
  }

  /**
   * Reads the minutes from `from` to `to`, both included. It queries only if there are several.
   *
   * @throws SluiceError `table_unavailable`
   */
  async read(seen: Seen, view: View, from: number, to: number): Promise<readonly MinuteState[]> {
    if (from !== to) return this.#store.listMinutes(seen.partition, view, from, to + MINUTE);
    const state = await this.#readMinute(seen, view, from);
    return state === undefined ? [] : [state];
  }

  /** Keeps the minutes of a write of this process. */
  keep(key: string, { position, minutes }: Pick<ObservedWrite, 'position' | 'minutes'>): void {
    for (const { view, state } of minutes)
      this.#keep(idOf(key, view, state.minute), {
        version: position.version,
        state,
        groups: countGroups(state),
      });
  }

  /** Forgets everything, because another process may have delivered. */
  clear(): void {
    this.#cached.clear();
    this.#groups = 0;
  }

  async #readMinute(
    { key, partition, position, delivered }: Seen,
    view: View,
    minute: number,
  ): Promise<MinuteState | undefined> {
    const id = idOf(key, view, minute);
    const cached = this.#cached.get(id);
    // A position no longer lists changes up to the delivered version.
    if (
      cached !== undefined &&
      cached.version >= delivered &&
      cached.version <= position.version &&
      !isChanged(position, view, minute, cached.version)
    ) {
      return cached.state;
    }
    const state = await this.#store.readMinuteState(partition, view, minute);
    // A write of this process may have come meanwhile, which is newer.
    if (this.#cached.get(id) !== cached) return state;
    this.#keep(id, { version: position.version, state, groups: countGroups(state) });
    return state;
  }

  #keep(id: string, entry: Cached): void {
    this.#drop(id);
    this.#cached.set(id, entry);
    this.#groups += entry.groups;
    for (const oldest of this.#cached.keys()) {
      if (this.#groups <= MAX_GROUPS) break;
      this.#drop(oldest);
    }
  }

  #drop(id: string): void {
    this.#groups -= this.#cached.get(id)?.groups ?? 0;
    this.#cached.delete(id);
  }
}

/** A view that began again has another shape in its partition, and other minutes. */
function idOf(key: string, view: View, minute: number): string {
  return `${key}|${minuteKey(view.name, minute)}|${view.shape}`;
}

function isChanged({ changes }: LivePosition, view: View, minute: number, since: number): boolean {
  const ofView = changes[view.name] ?? [];
  return ofView.some(({ from, to, version }) => version > since && from <= minute && minute <= to);
}

/** A minute without groups counts as one, so that empty minutes are bounded too. */
function countGroups(state: MinuteState | undefined): number {
  return 1 + (state?.windows ?? []).reduce((sum, { groups }) => sum + groups.length, 0);
}
