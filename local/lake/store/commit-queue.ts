import { type Change } from './entry';

/** What a writer wants, decided when its turn comes. */
export interface Intent<T> {
  /** Paths that it reads or changes. Two intents in one commit never share one, nor is one the other's ancestor. */
  readonly paths: readonly string[];
  /** Takes a commit of its own: for what reaches below its paths, such as the removal of a directory. @default false */
  readonly alone?: boolean;
  /** Looks at the lake as it is now and says what to change. Throws a refusal to change nothing. */
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
 * Turns intents into commits, one commit at a time. Intents that arrive while a commit is being made durable share the next
 * one, so many writers pay for one fsync. A decision always sees every earlier commit, which makes conditions atomic.
 */
export class CommitQueue {
  readonly #commit: (changes: readonly Change[]) => Promise<void>;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  /** @param commit makes the changes durable and visible; when it fails the queue refuses everything after it */
  constructor(commit: (changes: readonly Change[]) => Promise<void>) {
    this.#commit = commit;
  }

  submit<T>(intent: Intent<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ intent, resolve: resolve as (value: unknown) => void, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // Let the requests of this turn of the event loop join the first commit.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#commitOnce(this.#take());
    this.#running = undefined;
  }

  async #commitOnce(batch: readonly Decided[]): Promise<void> {
    const changes = batch.flatMap((decided) => decided.changes);
    try {
      if (changes.length > 0) await this.#commit(changes);
    } catch (error) {
      // The disk and the journal may disagree now. A restart settles it; going on could not.
      this.#failure = { error };
      for (const decided of batch) decided.reject(error);
      return;
    }
    for (const decided of batch) decided.resolve(decided.value);
  }

  /** The longest set of waiting intents that do not touch one another, each already decided. */
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

/** The paths of a commit in the making, and their ancestors. */
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
