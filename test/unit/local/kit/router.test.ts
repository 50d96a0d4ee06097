import { Router } from '../../../../local/kit';

const operations = [
  { name: 'List', method: 'GET', path: '/groups/:group/datasets' },
  { name: 'Create', method: 'POST', path: '/groups/:group/datasets' },
  { name: 'Get', method: 'GET', path: '/groups/:group/datasets/:dataset' },
  { name: 'Refresh', method: 'POST', path: '/groups/:group/datasets/:dataset/refreshes' },
];

describe('the router', () => {
  const router = new Router(operations, { base: '/v1.0' });

  test.each([
    ['GET', '/v1.0/groups/g/datasets', 'List', { group: 'g' }],
    ['POST', '/v1.0/groups/g/datasets', 'Create', { group: 'g' }],
    ['GET', '/v1.0/groups/g/datasets/a%2Fb', 'Get', { group: 'g', dataset: 'a/b' }],
    ['POST', '/v1.0/groups/:group/datasets/d/refreshes', 'Refresh', { group: ':group', dataset: 'd' }],
  ])('finds %s %s', (method, path, name, parameters) => {
    expect(router.find(method, path)).toMatchObject({ operation: { name }, parameters });
  });

  test.each([
    ['another method', 'DELETE', '/v1.0/groups/g/datasets'],
    ['an empty parameter', 'GET', '/v1.0/groups//datasets'],
    ['a malformed encoded parameter', 'GET', '/v1.0/groups/%zz/datasets'],
    ['a longer path', 'GET', '/v1.0/groups/g/datasets/d/more'],
    ['a shorter path', 'GET', '/v1.0/groups/g'],
    ['a different case', 'GET', '/v1.0/Groups/g/datasets'],
    ['no base', 'GET', '/groups/g/datasets'],
  ])('finds nothing for %s', (_, method, path) => {
    expect(router.find(method, path)).toBeUndefined();
  });

  test('distinguishes a path with other methods from an unknown path', () => {
    expect(router.hasPath('/v1.0/groups/g/datasets')).toBe(true);
    expect(router.hasPath('/v1.0/groups/g')).toBe(false);
  });

  test('ignores the case of fixed parts when configured, and keeps the case of parameters', () => {
    const found = new Router(operations, { ignoreCase: true }).find('GET', '/GROUPS/G/DataSets');
    expect(found).toMatchObject({ operation: { name: 'List' }, parameters: { group: 'G' } });
  });

  test('throws the configured error for a malformed encoded part', () => {
    const refuseMalformed = (part: string): Error => new RangeError(`not encoded: ${part}`);
    const strict = new Router(operations, { refuseMalformed });
    expect(() => strict.find('GET', '/groups/%zz/datasets')).toThrow(new RangeError('not encoded: %zz'));
  });
});
