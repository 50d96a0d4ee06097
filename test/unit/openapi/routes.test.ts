import { systemClock } from '../../../src/lib/platform/clock';
import document from '../../../src/lib/openapi/generated/openapi.json';
import { loadApp } from '../../testing/fixtures/loaded-app';

/** Pages for people are not part of the API. The front page at `/` is that of `/api`, which is described. */
const NOT_DESCRIBED = ['get /', 'get /api/docs', 'get /api/monitor', 'get /api/monitor/{asset}'];

/** A route with and without its optional parameter, without constraints, as the document writes paths. */
function toPaths(route: string): string[] {
  const plain = route.replace(/^\//, '').replace(/\{(\w+):[^{}]*\}/g, '{$1}');
  const [withoutOptional = '', optional] = plain.split(/\/(?=\{\w+\?\})/);
  return optional === undefined
    ? [`/${plain}`]
    : [`/${withoutOptional}`, `/${withoutOptional}/${optional.replace('?', '')}`];
}

/** Method, path and whether a key is required. The document has the route of ingest once for each event type. */
function toLine(method: string, path: string, isKeyed: boolean): string {
  const route = path.replace(/^\/api\/ingest\/.*/, '/api/ingest/{source}/{event}');
  return `${method.toLowerCase()} ${route} ${isKeyed ? 'with a key' : 'without a key'}`;
}

it('describes each route that the functions register, with its method and its key', async () => {
  const { functions } = await loadApp({
    clock: systemClock,
    isSet: () => true,
    settings: () => ({}),
    use: () => undefined,
  });
  const registered = functions.flatMap(({ bindings }) =>
    Object.values(bindings).flatMap((binding) => {
      if (binding.type !== 'httpTrigger') return [];
      const { route, methods, authLevel } = binding as unknown as {
        readonly route: string;
        readonly methods: readonly string[];
        readonly authLevel: string;
      };
      return toPaths(route).flatMap((path) =>
        methods.map((method) => toLine(method, path, authLevel === 'function')),
      );
    }),
  );
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Readonly<Record<string, { readonly security?: unknown }>>).map(
      ([method, { security }]) => toLine(method, path, security !== undefined),
    ),
  );
  const expected = registered.filter((line) => !NOT_DESCRIBED.some((one) => line.startsWith(`${one} `)));
  expect(expected.length).toBeLessThan(registered.length);
  expect([...new Set(described)].sort()).toEqual(expected.sort());
});
