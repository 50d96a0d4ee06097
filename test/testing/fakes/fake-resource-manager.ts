import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

/** One received request. */
export interface ResourceManagerRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
}

/** A fake of Azure Resource Manager that serves the settings of one function app. */
export async function startFakeResourceManager(
  resourceId: string,
  settings: Readonly<Record<string, string>>,
) {
  const requests: ResourceManagerRequest[] = [];
  const state = { settings, fault: undefined as number | undefined };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, url, authorization: headers.authorization ?? '' });
      const answer = (status: number, body: object): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      const place = `${resourceId}/config/appsettings`;
      const path = `${method} ${url.replace('?api-version=2022-03-01', '')}`;
      if (state.fault !== undefined) {
        answer(state.fault, { error: { code: 'AuthorizationFailed', message: 'no right to do that' } });
        return;
      }
      if (path === `PUT ${place}`) {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as { properties: Record<string, string> };
        state.settings = body.properties;
      } else if (path !== `POST ${place}/list`) {
        answer(404, { error: { code: 'ResourceNotFound', message: path } });
        return;
      }
      answer(200, { id: place, name: 'appsettings', properties: state.settings });
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    state,
    close: () =>
      new Promise<void>((closed) => {
        server.closeAllConnections();
        server.close(() => {
          closed();
        });
      }),
  };
}
