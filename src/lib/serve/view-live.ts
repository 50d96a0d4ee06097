import { type ViewStart, type ViewStartStore } from '../live/windows';
import { type ViewLive } from './api';

/** Reads the starts of views. A start with a first event never changes, so it is read once. */
export class ViewLives {
  readonly #store: Pick<ViewStartStore, 'listStarts'>;
  readonly #known = new Map<string, ViewLive>();

  constructor(store: Pick<ViewStartStore, 'listStarts'>) {
    this.#store = store;
  }

  /**
   * @param views names of the views that are asked for
   * @returns the start by name of a view
   * @throws SluiceError `table_unavailable`
   */
  async read(views: readonly string[]): Promise<(view: string) => ViewLive> {
    const starts = views.every((view) => this.#known.has(view))
      ? new Map<string, ViewStart>()
      : await this.#store.listStarts();
    for (const [view, start] of starts)
      if (start.firstEventAt !== undefined) this.#known.set(view, toViewLive(start));
    return (view) => this.#known.get(view) ?? toViewLive(starts.get(view));
  }
}

function toViewLive(start: ViewStart | undefined): ViewLive {
  return {
    state: start?.firstEventAt === undefined ? 'no-events-yet' : 'counting',
    since: toTime(start?.since),
    firstEventAt: toTime(start?.firstEventAt),
  };
}

function toTime(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}
