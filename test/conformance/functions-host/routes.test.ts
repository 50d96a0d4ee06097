import { type FunctionDefinition } from '../../../local/functions-host/app/function-definition';
import { decodePath, toUriPath } from '../../../local/functions-host/http/decode-path';
import { parseRouteTemplate } from '../../../local/functions-host/http/route-template';
import { Router } from '../../../local/functions-host/http/router';

const match = (template: string, path: string): unknown =>
  parseRouteTemplate(template, 'test').match(decodePath(path).split('/'));

describe('route templates', () => {
  test.each([
    ['items/{id}', 'items/a%2Fb%2fc', { id: 'a%2Fb%2fc' }],
    ['items/{id}', 'items/a%2Bb%20%C3%BC%25', { id: 'a+b ü%' }],
    ['items/{id:regex(^a+$)}', 'items/AAA', { id: 'AAA' }],
    ['items/{id:regex(^a+$)}', 'items/b', undefined],
    ['items/{id:regex(^(?!replays$))}', 'items/replays', undefined],
    ['items/{id:regex(^(?!replays$))}', 'items/replays2', { id: 'replays2' }],
    ['items/{id:regex(^(a:b|[/?]c)$):maxlength(3)}', 'items/a:b', { id: 'a:b' }],
    ['items/{id:regex(^\\d{{2}}$)}', 'items/12', { id: '12' }],
    ['items/{id:regex(^\\d{{2}}$)}', 'items/123', undefined],
    ['Items/{id}', 'iTEMS/1', { id: '1' }],
    ['items/{id:int}', 'items/12', { id: '12' }],
    ['items/{id:int}', 'items/x', undefined],
    ['items/{id:int:min(3)}', 'items/2', undefined],
    ['items/{id:range(1,5)}', 'items/5', { id: '5' }],
    ['items/{name:alpha:maxlength(3)}', 'items/abcd', undefined],
    [
      'items/{id:guid}',
      'items/0f8fad5b-d9cb-469f-a165-70867728950e',
      { id: '0f8fad5b-d9cb-469f-a165-70867728950e' },
    ],
    ['{name}.{extension}', 'report.csv', { name: 'report', extension: 'csv' }],
    ['v{version:int}/x', 'v2/x', { version: '2' }],
    ['items/{id?}', 'items', {}],
    ['items/{*rest}', 'items/a/b', { rest: 'a/b' }],
    ['items/{*rest}', 'items', {}],
    ['items', 'items/more', undefined],
    ['items/{id}', 'items/%E0%A4%A', { id: '%E0%A4%A' }],
    ['items/{id}', 'items/%FFa%C3%BC', { id: '%FFaü' }],
  ])('%s and %s give %o', (template, path, expected) => {
    expect(match(template, path)).toEqual(expected);
  });

  test.each(['{*rest}/more', '{a?}/more', '{id:regex([)}', '{id=1}', '{id:datetime}', '{id'])(
    'refuses %s',
    (template) => {
      expect(() => parseRouteTemplate(template, 'function "x", route')).toThrow(/function "x", route/);
    },
  );
});

describe('the router', () => {
  const define = (
    name: string,
    route: string | undefined,
    methods: readonly string[],
  ): FunctionDefinition => ({
    name,
    triggerName: 'request',
    triggerType: 'httptrigger',
    trigger: { type: 'httpTrigger', direction: 'in', route, methods, authLevel: 'anonymous' },
    clientInputs: [],
    retryPolicy: undefined,
    disabled: false,
    metadata: { name, bindings: {} },
  });
  const nameFor = (
    functions: readonly FunctionDefinition[],
    method: string,
    path: string,
  ): string | undefined =>
    new Router({ functions, routePrefix: 'api' }).find(method, path)?.route.definition.name;

  test('matches functions in alphabetical order of their names, ignoring case and routes', () => {
    const fixed = define('itemsReplays', 'items/replays', ['GET']);
    const open = define('ItemsRead', 'items/{id}', ['GET']);
    expect(nameFor([fixed, open], 'GET', '/api/items/replays')).toBe('ItemsRead');
    expect(nameFor([define('A', 'items/replays', ['GET']), open], 'GET', '/api/items/replays')).toBe('A');
  });

  test('skips a function with other methods', () => {
    const functions = [define('a', 'items/{id}', ['GET']), define('b', 'items/{id}', ['POST'])];
    expect(nameFor(functions, 'POST', '/api/items/1')).toBe('b');
    expect(nameFor(functions, 'PUT', '/api/items/1')).toBeUndefined();
  });

  test('uses the name of the function for a missing or empty route', () => {
    expect(nameFor([define('hello', undefined, ['GET'])], 'GET', '/api/HELLO')).toBe('hello');
    expect(nameFor([define('hello', '', ['GET'])], 'GET', '/api/hello')).toBe('hello');
  });
});

describe('the path of request.url', () => {
  test.each([
    ['/a%2Bb', '/a+b'],
    ['/a%2Fb%2fc', '/a%2Fb%2fc'],
    ['/a%20b%C3%BC', '/a%20b%C3%BC'],
    ['/a%7Eb%40c', '/a~b@c'],
    ['/100%', '/100%25'],
    ['/%F0%9F%98%80', '/%F0%9F%98%80'],
  ])('of %s is %s', (sent, seen) => {
    expect(toUriPath(decodePath(sent))).toBe(seen);
  });
});
