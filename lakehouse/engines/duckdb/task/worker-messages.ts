/** What a worker does next: one task. A worker has one task at a time. */
export interface TaskRequest {
  readonly args: readonly string[];
  /** Added to the environment of the worker. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * What a worker tells of its task, in this order. The output travels as messages, because a pipe would not tell where
 * the output of one task ends.
 */
export type WorkerMessage =
  /** The worker has the request. If it ends before, the task has not begun. */
  | { readonly kind: 'began' }
  | { readonly kind: 'output'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  | {
      readonly kind: 'ended';
      readonly exitCode: number;
      /** Memory of the process afterwards. */
      readonly residentBytes: number;
    };
