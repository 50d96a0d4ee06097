import { type Change } from './entry';

/** A planned write, which is decided when its turn comes. */
export interface Intent<T> {
  /**
   * Paths that it reads or changes. Two intents in one commit never share a path, and no path of one is an
   * ancestor of the other's.
   */
  readonly paths: readonly string[];
  /**
   * Needs a separate commit, because it affects paths below its own, such as the removal of a directory.
   * @default false
   */
  readonly alone?: boolean;
  /** Reads the current state of the lake and returns the changes. Throws a refusal to change nothing. */
  decide(): { readonly changes: readonly Change[]; readonly value: T };
}

interface Waiting {
  readonly intent: Intent<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Decided extends Waiting {
  readonly changes: readonly Change[];
  readonly value: unknown;
}

/**
 * Combines intents into commits, which run one at a time. Intents that arrive while a commit is being written
 * share the next one, so many writers need one fsync. An intent is decided after all earlier commits, which makes
 * conditions atomic.
 */
export class CommitQueue {
  readonly #commit: (changes: readonly Change[]) => Promise<void>;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  /**
   * @param commit makes the changes durable and visible; after a failure the queue refuses all later intents
   */
  constructor(commit: (changes: readonly Change[]) => Promise<void>) {
    this.#commit = commit;
  }

  submit<T>(intent: Intent<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ intent, resolve: resolve as (value: unknown) => void, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when no intent is waiting. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // Lets the requests of this turn of the event loop join the first commit.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#commitOnce(this.#take());
    this.#running = undefined;
  }

  async #commitOnce(batch: readonly Decided[]): Promise<void> {
    const changes = batch.flatMap((decided) => decided.changes);
    try {
      if (changes.length > 0) await this.#commit(changes);
    } catch (error) {
      // Disk and journal may differ now. A restart repairs this; continuing would not.
      this.#failure = { error };
      for (const decided of batch) decided.reject(error);
      return;
    }
    for (const decided of batch) decided.resolve(decided.value);
  }

  /** Returns the longest set of waiting intents with independent paths, each already decided. */
  #take(): Decided[] {
    const batch: Decided[] = [];
    const later: Waiting[] = [];
    const touched = new Touched();
    const queue = this.#waiting;
    for (const [index, waiting] of queue.entries()) {
      const alone = waiting.intent.alone === true;
      if (alone && (batch.length > 0 || later.length > 0)) {
        later.push(...queue.slice(index));
        break;
      }
      if (touched.conflicts(waiting.intent.paths)) {
        later.push(waiting);
        touched.add(waiting.intent.paths);
        continue;
      }
      const decided = this.#decide(waiting);
      if (decided === undefined) continue;
      batch.push(decided);
      touched.add(waiting.intent.paths);
      if (alone) {
        later.push(...queue.slice(index + 1));
        break;
      }
    }
    this.#waiting = later;
    return batch;
  }

  #decide(waiting: Waiting): Decided | undefined {
    try {
      if (this.#failure !== undefined) throw this.#failure.error;
      return { ...waiting, ...waiting.intent.decide() };
    } catch (error) {
      waiting.reject(error);
      return undefined;
    }
  }
}

/** The paths of the commit that is being formed, with their ancestors. */
class Touched {
  readonly #paths = new Set<string>();
  readonly #ancestors = new Set<string>();

  add(paths: readonly string[]): void {
    for (const path of paths) {
      this.#paths.add(path);
      for (const ancestor of ancestorsOf(path)) this.#ancestors.add(ancestor);
    }
  }

  conflicts(paths: readonly string[]): boolean {
    return paths.some(
      (path) =>
        this.#paths.has(path) ||
        this.#ancestors.has(path) ||
        ancestorsOf(path).some((ancestor) => this.#paths.has(ancestor)),
    );
  }
}

/** `a/b/c` → `a`, `a/b`. */
export function ancestorsOf(path: string): string[] {
  const ancestors: string[] = [];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1))
    ancestors.push(path.slice(0, at));
  return ancestors;
}
