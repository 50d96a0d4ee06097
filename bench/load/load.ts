import { fork } from 'node:child_process';
import { join } from 'node:path';

/** What a generator is asked to send. */
export interface LoadOptions {
  readonly baseUrl: string;
  readonly workload: 'telemetry' | 'mix';
  readonly events: number;
  readonly recordsPerRequest: number;
  /** Requests that may be open at once. */
  readonly inFlight: number;
  /** At full speed where it is not given; else requests start at their appointed time, whatever became of others. */
  readonly eventsPerSecond?: number;
  /** Different seeds send different records. */
  readonly seed: number;
  /** Events of this very time, as devices send them; else each body is of ten minutes later than the one before. @default false */
  readonly ofNow?: boolean;
  /** Different bodies that are made beforehand and sent in turn. @default as many as there are requests */
  readonly differentBodies?: number;
}

/** One request as it went. Times are milliseconds since the epoch, with fractions. */
export interface SentRequest {
  /** When it should have started; later where too many were open. */
  readonly dueAt: number;
  readonly acceptedAt: number;
  /** CloudEvents ids of its records; only where a rate was asked for. */
  readonly ids: readonly string[];
}

export interface LoadReport {
  readonly firstPostAt: number;
  readonly lastAcceptedAt: number;
  readonly events: number;
  /** Of a record as posted, without the envelope. */
  readonly meanRecordBytes: number;
  readonly cpuSeconds: number;
  readonly requests: readonly SentRequest[];
}

/** A load generator in a process of its own, whose bodies are ready. */
export interface Load {
  /** Sends everything. @throws Error where a request is not answered with 202 */
  send(): Promise<LoadReport>;
  close(): void;
}

/** Messages between {@link startLoad} and `generator.ts`. */
export type LoadMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'sent'; readonly report: LoadReport }
  | { readonly type: 'failed'; readonly message: string };

export async function startLoad(options: LoadOptions): Promise<Load> {
  const child = fork(join(__dirname, 'generator.ts'), [JSON.stringify(options)], { stdio: 'inherit' });
  const next = (): Promise<LoadMessage> =>
    new Promise((resolve, reject) => {
      const onExit = (code: number | null): void => {
        reject(new Error(`the load generator ended with exit code ${code ?? '?'}`));
      };
      child.once('exit', onExit);
      child.once('message', (message: LoadMessage) => {
        child.off('exit', onExit);
        if (message.type === 'failed') reject(new Error(message.message));
        else resolve(message);
      });
    });
  await next();
  return {
    async send() {
      const answer = next();
      child.send('go');
      const message = await answer;
      if (message.type !== 'sent') throw new Error(`unexpected message ${message.type}`);
      return message.report;
    },
    close() {
      child.kill();
    },
  };
}
