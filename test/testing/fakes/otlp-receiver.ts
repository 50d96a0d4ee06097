import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type OtlpSpan, toMetricNames, toSpans } from '../fixtures/otlp-messages';

export interface OtlpReceiver {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly endpoint: string;
  /** In order of arrival. */
  readonly requests: readonly {
    readonly path: string;
    readonly headers: IncomingMessage['headers'];
    readonly body: Buffer;
  }[];
  readonly spans: readonly OtlpSpan[];
  /** Names of the received instruments. */
  readonly metrics: ReadonlySet<string>;
  /** Reasons of refused requests, in order. Empty if all were OTLP as protobuf over HTTP. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/** Starts a collector that accepts OTLP as protobuf over HTTP only, and keeps the requests. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const requests: OtlpReceiver['requests'][number][] = [];
  const spans: OtlpSpan[] = [];
  const metrics = new Set<string>();
  const refused: string[] = [];
  const take = (path: string, type: string | undefined, body: Buffer): number => {
    if (type !== 'application/x-protobuf') {
      refused.push(`${path}: content type ${String(type)}`);
      return 415;
    }
    try {
      if (path === '/v1/traces') spans.push(...toSpans(body));
      else if (path === '/v1/metrics') for (const name of toMetricNames(body)) metrics.add(name);
      else throw new Error('no such signal');
      return 200;
    } catch (error) {
      refused.push(`${path}: ${String(error)}`);
      return 400;
    }
  };
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const { url: path = '', headers } = request;
      requests.push({ path, headers, body });
      // An empty protobuf message means that everything was accepted.
      response
        .writeHead(take(path, headers['content-type'], body), { 'content-type': 'application/x-protobuf' })
        .end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    spans,
    metrics,
    refused,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
