import { type Readable } from 'node:stream';

/** What an operation answers; the server adds request id, version and date. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: string | Buffer | Readable;
}
