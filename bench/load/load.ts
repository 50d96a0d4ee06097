import { fork } from 'node:child_process';
import { join } from 'node:path';

/** The work of a generator. */
export interface LoadOptions {
  readonly baseUrl: string;
  readonly workload: 'telemetry' | 'mix';
  readonly events: number;
  readonly recordsPerRequest: number;
  /** Maximum number of open requests. */
  readonly inFlight: number;
  /** Full speed if absent. Otherwise each request starts at its due time, whatever the state of the others. */
  readonly eventsPerSecond?: number;
  /** Different seeds send different records. */
  readonly seed: number;
  /**
   * Events with the present time, as from devices. Otherwise each body is ten minutes later than the previous one.
   * @default false
   */
  readonly ofNow?: boolean;
  /** Different bodies, prepared in advance and sent in turn. @default the number of requests */
  readonly differentBodies?: number;
}

/** The times of one request, in milliseconds since the epoch, with fractions. */
export interface SentRequest {
  /** Due time; it starts later if too many were open. */
  readonly dueAt: number;
  readonly acceptedAt: number;
  /** CloudEvents ids of its records, only for a load with a rate. */
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

/** A load generator in its own process, with prepared bodies. */
export interface Load {
  /** Sends everything. @throws Error if a response is not 202 */
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
