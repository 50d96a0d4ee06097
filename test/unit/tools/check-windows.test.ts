import { createStructureCheck } from '../../../tools/contracts/check-structure';
import { readSchemaFolder } from '../../../tools/contracts/schema-file';
import { problemsOf, type Schema, SchemaCopy, setAt } from './schema-folder';

const FILE = 'iot/telemetry.v1.json';
const AT = '/x-contract/windows';
let copy: SchemaCopy;

beforeEach(() => {
  copy = new SchemaCopy('iot');
});
afterEach(() => {
  copy.remove();
});

const check = (): string[] => problemsOf(copy.schemas);

/** The problems of the folder after changes of one file. */
function checkWith(changes: Readonly<Record<string, unknown>>, file = FILE): string[] {
  const schema = copy.read(file);
  for (const [pointer, value] of Object.entries(changes)) setAt(schema, pointer, value);
  copy.write(file, schema);
  return check();
}

const key = (name: string, path: string): Schema => ({ keys: [{ name, path }] });
const value = (more: Schema): Schema => ({ values: [{ name: 'v', aggregate: 'sum', ...more }] });
const where = (path: string, equals: unknown): Schema =>
  value({ aggregate: 'count', where: { path, equals } });
const windows = (more: Schema): Schema => ({
  seconds: 60,
  keys: [],
  values: [{ name: 'all', aggregate: 'count' }],
  ...more,
});

it('accepts windows without keys, and a contract without windows', () => {
  expect(checkWith({ [AT]: windows({}) })).toEqual([]);
  expect(checkWith({ [AT]: undefined })).toEqual([]);
});

it('accepts a key and a number that may be null or absent', () => {
  const fields = {
    '/properties/team': { type: ['string', 'null'], maxLength: 20 },
    '/properties/minutes': { type: ['integer', 'null'], minimum: 0, maximum: 600 },
  };
  const declared = { ...key('team', '/team'), ...value({ path: '/minutes' }) };
  expect(checkWith({ ...fields, [AT]: windows(declared) })).toEqual([]);
});

describe('the meta-schema refuses', () => {
  it.each([
    ['another length', { seconds: 30 }, '/seconds: ', '10 or 60 seconds'],
    ['a name in camel case', key('siteCode', '/site/siteCode'), '/keys/0/name: ', 'snake case'],
    ['an invalid path', key('site', 'site'), '/keys/0/path: ', 'JSON Pointer'],
    [
      'four keys',
      { keys: ['a', 'b', 'c', 'd'].map((name) => ({ name, path: '/status' })) },
      '/keys: ',
      'at most 3 keys',
    ],
    ['no value', { values: [] }, '/values: ', '1 to 20 values'],
    [
      'an unknown aggregate',
      value({ aggregate: 'median', path: '/site/latitude' }),
      '/values/0/aggregate: ',
      'by count',
    ],
    ['a count with a path', value({ aggregate: 'count', path: '/status' }), '/values/0: ', 'leave path out'],
    ['a sum without a path', value({}), '/values/0: ', 'path of the number'],
    [
      'a condition on null',
      where('/status', null),
      '/values/0/where/equals: ',
      'a text, a whole number or a boolean',
    ],
    ['an unknown word', { every: 1 }, '/every: ', 'seconds, keys and values'],
  ])('%s', (_, more, place, remedy) => {
    const problems = checkWith({ [AT]: windows(more) });
    expect(problems).toContainEqual(expect.stringContaining(`${FILE}#${AT}${place}`));
    expect(problems.join('\n')).toContain(remedy);
    // Only the meta-schema finds it, so an editor with the meta-schema finds it, too.
    const folder = readSchemaFolder(copy.schemas);
    const file = folder.files.find((one) => one.file === FILE);
    expect(file && createStructureCheck(folder.metaSchema)(file)).not.toEqual([]);
  });
});

describe('refuses, beyond the meta-schema,', () => {
  const latitude = { aggregate: 'average', path: '/site/latitude' };
  it.each([
    ['a key that does not exist', key('region', '/region'), '/keys/0/path: there is no such field'],
    ['a key that is an object', key('site', '/site'), '/keys/0/path: the field is not suitable for grouping'],
    ['a key that is a number', key('latitude', '/site/latitude'), '/keys/0/path: the field is not suitable'],
    ['a key that is a time', key('at', '/measuredAt'), '/keys/0/path: the field is not suitable'],
    ['a key of long texts', key('site', '/site/name'), '/keys/0/path: the field is not suitable'],
    [
      'the identity as a key',
      key('reading', '/readingId'),
      '/keys/0/path: every event would be a separate group',
    ],
    ['a name that a window has', key('events', '/status'), '/keys/0/name: every window already has "events"'],
    ['a name that a query has', key('from', '/status'), '/keys/0/name: every window already has "from"'],
    [
      'a name given twice',
      { ...key('v', '/status'), ...value(latitude) },
      '/values/0/name: another key or value takes the name "v"',
    ],
    [
      'a name that an average takes',
      { ...key('v_count', '/status'), ...value(latitude) },
      '/values/0/name: another key or value takes the name "v_count"',
    ],
    [
      'a number that does not exist',
      value({ path: '/metrics/joy' }),
      '/values/0/path: there is no such field',
    ],
    ['a number that is a text', value({ path: '/status' }), '/values/0/path: the field is not a number'],
    ['a number in an array', value({ path: '/batteries/charge' }), '/values/0/path: there is no such field'],
    [
      'a sum of numbers with more than six decimals',
      value({ path: '/wide' }),
      '/values/0/path: the number may be too large',
    ],
    [
      'a sum of integers that exceeds its type',
      value({ path: '/whole' }),
      '/values/0/path: the number may be too large',
    ],
    [
      'a condition on a field that does not exist',
      where('/colour', 'red'),
      '/values/0/where/path: there is no such field',
    ],
    [
      'a condition of another type',
      where('/site/latitude', '54'),
      '/values/0/where/equals: the field never has',
    ],
    [
      'a condition that never holds',
      where('/status', 'broken'),
      '/values/0/where/equals: the field never has',
    ],
    [
      'a condition on a time',
      where('/measuredAt', '2026-01-01T00:00:00Z'),
      '/values/0/where/equals: the field never has',
    ],
  ])('%s', (_, more, expected) => {
    const problems = checkWith({
      '/properties/wide': { type: 'number', minimum: 0, maximum: 1_000_000_001 },
      '/properties/whole': { type: 'integer', minimum: -1_000_000_000_001, maximum: 0 },
      '/properties/batteries': {
        type: 'array',
        maxItems: 2,
        items: {
          type: 'object',
          additionalProperties: false,
          properties: { charge: { type: 'number', minimum: 0, maximum: 1 } },
        },
      },
      [AT]: windows(more),
    });
    expect(problems).toEqual([expect.stringContaining(`${FILE}#${AT}${expected}`)]);
    expect(problems[0]).toMatch(/: .+; .+/);
  });

  it('accepts minimum and maximum of numbers that are too large for a sum', () => {
    const wide = { '/properties/wide': { type: 'number', minimum: 0, maximum: 1e15 } };
    expect(checkWith({ ...wide, [AT]: windows(value({ aggregate: 'maximum', path: '/wide' })) })).toEqual([]);
  });
});

describe('refuses personal data as a key, a value or a condition', () => {
  const CLICKS = 'ecommerce/clickstream.v1.json';
  it.each([
    ['a key', key('address', '/ipAddress'), '/keys/0/path'],
    ['a condition', where('/searchTerms', 'secret'), '/values/0/where/path'],
  ])('as %s', (_, more, place) => {
    copy.add('ecommerce');
    expect(checkWith({ [AT]: windows(more) }, CLICKS)).toEqual([
      expect.stringContaining(`${CLICKS}#${AT}${place}: the field is personal`),
    ]);
  });

  it('inside a personal object', () => {
    const personal = [{ path: '/site', treatment: 'drop' }];
    expect(
      checkWith({ '/x-contract/personalData': personal, [AT]: windows(key('site', '/site/siteCode')) }),
    ).toEqual([expect.stringContaining(`${AT}/keys/0/path: the field is personal`)]);
  });
});

describe('the windows of a contract with history', () => {
  const PROFILES = 'customers/profile.v1.json';
  beforeEach(() => {
    copy.add('customers');
  });

  it('accept the number of changes and of deletions', () => {
    const values = [
      { name: 'changes', aggregate: 'count' },
      { name: 'deletions', aggregate: 'count', where: { path: '/operation', equals: 'delete' } },
    ];
    expect(checkWith({ [AT]: windows({ values }) }, PROFILES)).toEqual([]);
  });

  it.each([
    ['keys', key('segment', '/profile/segment'), '/keys: changes of a history cannot be grouped'],
    ['another condition', where('/operation', 'upsert'), '/values/0: windows of a history can only count'],
    ['another aggregate', value({ path: '/visits' }), '/values/0: windows of a history can only count'],
  ])('refuses %s', (_, more, expected) => {
    const visits = { type: 'integer', minimum: 0, maximum: 9 };
    expect(checkWith({ '/properties/visits': visits, [AT]: windows(more) }, PROFILES)).toEqual([
      expect.stringContaining(`${PROFILES}#${AT}${expected}`),
    ]);
  });
});

it('refuses versions with other windows, or none', () => {
  const second = copy.read(FILE);
  setAt(second, '/$id', 'urn:sluice:contract:iot.telemetry:2');
  setAt(second, '/x-contract/version', 2);
  copy.write('iot/telemetry.v2.json', second);
  expect(check()).toEqual([]);
  setAt(second, `${AT}/seconds`, 60);
  copy.write('iot/telemetry.v2.json', second);
  const expected = [expect.stringContaining(`iot/telemetry.v2.json#${AT}: iot/telemetry.v1.json differs`)];
  expect(check()).toEqual(expected);
  setAt(second, AT, undefined);
  copy.write('iot/telemetry.v2.json', second);
  expect(check()).toEqual(expected);
});
