import { type Clock } from '../platform/clock';
import { type LiveStateStore } from './windows/live-state-store';

/** When live windows of a view began, and when they counted its first event. Milliseconds since the epoch. */
export interface ViewStart {
  readonly since: number;
  readonly firstEventAt: number | undefined;
}

/** Keeps the start of each view. All methods throw SluiceError `table_unavailable`. */
export interface ViewStartStore {
  /** By name of the view; views that have not begun are absent. */
  listStarts(): Promise<ReadonlyMap<string, ViewStart>>;
  /** Notes that a view begins; a start that is noted stays. */
  noteStart(view: string, since: number): Promise<void>;
  /** Notes the first event of a view that has begun. */
  noteFirstEvent(view: string, at: number): Promise<void>;
}

export interface ViewStartsOptions {
  readonly store: ViewStartStore;
  /** Names of all views. */
  readonly views: readonly string[];
  readonly clock: Clock;
}

/**
 * Notes when views begin and get their first events, each once a process. A view of a new contract has no events yet: that
 * is something else than no events in a time range.
 */
export class ViewStarts {
  readonly #options: ViewStartsOptions;
  /** Views with events, once the starts of all views are noted. */
  #withEvents: Set<string> | undefined;

  constructor(options: ViewStartsOptions) {
    this.#options = options;
  }

  /** Notes the start of views that have none. */
  async noteStarts(): Promise<void> {
    await this.#begin();
  }

  async noteEvents(views: Iterable<string>): Promise<void> {
    const { store, clock } = this.#options;
    const known = await this.#begin();
    for (const view of views) {
      if (known.has(view)) continue;
      await store.noteFirstEvent(view, clock.now().getTime());
      known.add(view);
    }
  }

  async #begin(): Promise<Set<string>> {
    if (this.#withEvents !== undefined) return this.#withEvents;
    const { store, views, clock } = this.#options;
    const starts = await store.listStarts();
    for (const view of views) if (!starts.has(view)) await store.noteStart(view, clock.now().getTime());
    this.#withEvents ??= new Set(
      [...starts].flatMap(([view, { firstEventAt }]) => (firstEventAt === undefined ? [] : [view])),
    );
    return this.#withEvents;
  }
}

/** A store of live state that notes the first event of a view before it writes the event. */
export function withViewStarts(store: LiveStateStore, starts: ViewStarts): LiveStateStore {
  return {
    register: (partition) => store.register(partition),
    readPosition: (partition) => store.readPosition(partition),
    firstVersion: () => store.firstVersion(),
    readMinute: (partition, view, minute) => store.readMinute(partition, view, minute),
    readDelivered: (partition) => store.readDelivered(partition),
    write: async (partition, position, etag, minutes) => {
      await starts.noteEvents(new Set(minutes.map(({ view }) => view.name)));
      return store.write(partition, position, etag, minutes);
    },
  };
}
