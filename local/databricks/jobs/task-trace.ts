import { toText } from './task-log';

export type TaskProcessEnd =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly message: string; readonly trace: string };

/** How much of standard error is kept as the trace of a failed task. */
const TRACE_BYTES = 64 * 1024;

/** The end of a task's standard error. */
export class TaskTrace {
  #bytes = Buffer.alloc(0);

  append(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    if (this.#bytes.length > TRACE_BYTES)
      this.#bytes = this.#bytes.subarray(this.#bytes.length - TRACE_BYTES);
  }

  /**
   * The message is the last line, where a trace ends; the trace is the whole text.
   *
   * @param how the end of the program, for one that wrote nothing: `exit code 3`, `SIGKILL`
   */
  toFailure(how: string): TaskProcessEnd {
    const trace = toText(this.#bytes).trimEnd();
    const message = trace.slice(trace.lastIndexOf('\n') + 1).trim();
    return { kind: 'failed', message: message === '' ? `the task ended with ${how}` : message, trace };
  }
}
