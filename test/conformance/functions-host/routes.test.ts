import { parseRouteTemplate } from '../../../local/functions-host/http/route-template';

const match = (template: string, path: string): unknown =>
  parseRouteTemplate(template, 'test').match(path.split('/'));

describe('route templates', () => {
  test.each([
    ['items/{id}', 'items/a%2Fb', { id: 'a/b' }],
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
    ['items/{id}', 'items/%E0%A4%A', undefined],
  ])('%s and %s give %o', (template, path, expected) => {
    expect(match(template, path)).toEqual(expected);
  });

  test('sort literals before constrained parameters, parameters and the rest', () => {
    const templates = ['a/{*rest}', 'a/{x}', 'a/{x:int}', 'a/b'];
    const sorted = [...templates].sort((a, b) =>
      parseRouteTemplate(a, '').precedence.localeCompare(parseRouteTemplate(b, '').precedence),
    );
    expect(sorted).toEqual(['a/b', 'a/{x:int}', 'a/{x}', 'a/{*rest}']);
  });

  test.each(['{*rest}/more', '{a?}/more', '{id:regex(^x$)}', '{id:datetime}', '{id'])(
    'refuse %s',
    (template) => {
      expect(() => parseRouteTemplate(template, 'function "x", route')).toThrow(/function "x", route/);
    },
  );
});
