import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

/** Answers one request. Accepted records are added to `taken`. */
export type Answer = (lines: readonly string[], response: ServerResponse, taken: string[]) => void;

export interface IngestStub {
  readonly apiUrl: string;
  /** Answers to the next requests; afterwards all records are accepted. */
  readonly answers: Answer[];
  /** Accepted records, including duplicates. */
  readonly taken: string[];
  readonly requests: {
    readonly path: string;
    readonly lines: readonly string[];
    readonly headers: IncomingMessage['headers'];
  }[];
  close(): Promise<void>;
}

/** An app that gives configured answers to ingestion requests. */
export async function startIngestStub(): Promise<IngestStub> {
  const answers: Answer[] = [];
  const taken: string[] = [];
  const requests: IngestStub['requests'] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const lines = Buffer.concat(pieces).toString().split('\n').slice(0, -1);
      requests.push({ path: request.url ?? '', lines, headers: request.headers });
      (answers.shift() ?? acceptAll)(lines, response, taken);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    answers,
    taken,
    requests,
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

export function answer(response: ServerResponse, status: number, body: object, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export const acceptAll: Answer = (lines, response, taken) => {
  taken.push(...lines);
  answer(response, 202, { accepted: lines.length, rejected: 0, failed: 0, verdicts: [] });
};

/** Accepts the lines for which `verdict` returns undefined. */
export const acceptSome =
  (
    status: number,
    verdict: (line: string) => 'rejected' | 'failed' | undefined,
    headers: object = {},
  ): Answer =>
  (lines, response, taken) => {
    const verdicts = lines.flatMap((line, index) => {
      const said = verdict(line);
      return said === undefined
        ? []
        : [
            {
              index,
              verdict: said,
              ...(said === 'rejected' && { rejections: [{ message: `bad ${line}` }] }),
            },
          ];
    });
    taken.push(...lines.filter((line) => verdict(line) === undefined));
    const count = (which: string): number => verdicts.filter((one) => one.verdict === which).length;
    const [rejected, failed] = [count('rejected'), count('failed')];
    answer(
      response,
      status,
      { accepted: lines.length - rejected - failed, rejected, failed, verdicts },
      headers,
    );
  };
