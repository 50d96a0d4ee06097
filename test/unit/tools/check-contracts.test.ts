import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { checkContracts } from '../../../tools/contracts/check-contracts';
import { createStructureCheck } from '../../../tools/contracts/check-structure';
import { readSchemaFolder } from '../../../tools/contracts/schema-file';
import { problemsOf, ROOT, SchemaCopy, setAt } from './schema-folder';

const FILE = 'iot/telemetry.v1.json';
let copy: SchemaCopy;

beforeEach(() => {
  copy = new SchemaCopy('iot');
});
afterEach(() => {
  copy.remove();
});

const check = (): string[] => problemsOf(copy.schemas);

/** The problems of the folder after one change of one file. */
function checkWith(pointer: string, value: unknown, file = FILE): string[] {
  const schema = copy.read(file);
  setAt(schema, pointer, value);
  copy.write(file, schema);
  return check();
}

it('accepts the contracts of the project', () => {
  expect(checkContracts(readSchemaFolder(join(ROOT, 'schemas')))).toEqual([]);
});

describe("the check of a contract's structure reports file, pointer and remedy for", () => {
  const text = { type: 'string', maxLength: 10 };
  it.each([
    ['an open object', '/additionalProperties', undefined, '#: ', 'additionalProperties'],
    [
      'an object open on purpose',
      '/properties/site/additionalProperties',
      true,
      '#/properties/site/additionalProperties: ',
      'close the object',
    ],
    [
      'an inner object without additionalProperties',
      '/properties/site/additionalProperties',
      undefined,
      '#/properties/site: ',
      'close the object',
    ],
    [
      'a text without a bound',
      '/properties/firmware/maxLength',
      undefined,
      '#/properties/firmware: ',
      'bound the text',
    ],
    [
      'a text bounded only by a pattern',
      '/properties/firmware',
      { type: 'string', pattern: '^[a-z]+$' },
      '#/properties/firmware: ',
      'bound the text',
    ],
    [
      'a text or null without a bound',
      '/properties/firmware',
      { type: ['string', 'null'] },
      '#/properties/firmware: ',
      'bound the text',
    ],
    [
      'a number without a maximum',
      '/properties/site/properties/latitude/maximum',
      undefined,
      '#/properties/site/properties/latitude: ',
      'bound the number',
    ],
    [
      'a number beyond 2^53',
      '/properties/site/properties/latitude/maximum',
      1e300,
      '#/properties/site/properties/latitude/maximum: ',
      '2^53',
    ],
    [
      'an array without a bound',
      '/properties/tags',
      { type: 'array', items: text },
      '#/properties/tags: ',
      'bound the array',
    ],
    [
      'an array of anything',
      '/properties/tags',
      { type: 'array', maxItems: 3 },
      '#/properties/tags: ',
      'bound the array',
    ],
    [
      'a field without a type',
      '/properties/firmware/type',
      undefined,
      '#/properties/firmware: ',
      'name the type',
    ],
    [
      'a field of two types',
      '/properties/firmware/type',
      ['string', 'integer'],
      '#/properties/firmware/type: ',
      'name one type',
    ],
    [
      'a field that may be anything',
      '/properties/firmware',
      true,
      '#/properties/firmware: ',
      'use only the keywords',
    ],
    [
      'a keyword outside the subset',
      '/properties/firmware/contentEncoding',
      'base64',
      '#/properties/firmware/contentEncoding: ',
      'use only the keywords',
    ],
    [
      'patternProperties',
      '/properties/site/patternProperties',
      { '^x': text },
      '#/properties/site/patternProperties: ',
      'use only the keywords',
    ],
    ['anyOf', '/anyOf', [{}], '#/anyOf: ', 'use the keywords'],
    [
      'a reference to data',
      '/properties/site/properties/latitude/maximum',
      { $data: '1/longitude' },
      '#/properties/site/properties/latitude/maximum: ',
      'give a number',
    ],
    [
      'a remote reference',
      '/properties/deviceId',
      { $ref: 'https://example.com/id.json' },
      '#/properties/deviceId/$ref: ',
      'nothing is fetched',
    ],
    [
      'a reference to the root',
      '/properties/deviceId',
      { $ref: '#' },
      '#/properties/deviceId/$ref: ',
      '#/$defs/<name>',
    ],
    [
      'a rule beside a reference',
      '/properties/deviceId/maxLength',
      10,
      '#/properties/deviceId/maxLength: ',
      'beside $ref',
    ],
    [
      'an unknown format',
      '/properties/measuredAt/format',
      'ipv4',
      '#/properties/measuredAt/format: ',
      'use date-time',
    ],
    [
      'a pattern without anchors',
      '/$defs/identifier/pattern',
      '[a-z]+',
      '#/$defs/identifier/pattern: ',
      'anchor the pattern',
    ],
    ['a field name with a dash', '/properties/fire-ware', text, '#/properties/fire-ware: ', 'camelCase'],
    [
      'another dialect',
      '/$schema',
      'http://json-schema.org/draft-07/schema#',
      '#/$schema: ',
      'name the dialect',
    ],
    ['no title', '/title', undefined, '#: ', 'each that it requires'],
    ['a single example', '/examples', [{}], '#/examples: ', '2 to 20 example records'],
    ['no metadata', '/x-contract', undefined, '#: ', 'each that it requires'],
    [
      'a source that no folder can be named after',
      '/x-contract/source',
      'Weather 1',
      '#/x-contract/source: ',
      'name the source as its folder is named',
    ],
    [
      'an unknown treatment',
      '/x-contract/personalData',
      [{ path: '/deviceId', treatment: 'encrypt' }],
      '#/x-contract/personalData/0/treatment: ',
      'hash, mask, drop or generalise',
    ],
    ['no department', '/x-contract/departments', [], '#/x-contract/departments: ', 'list the departments'],
    [
      'an unknown word in the metadata',
      '/x-contract/owner',
      'me',
      '#/x-contract/owner: ',
      'and nothing else',
    ],
    [
      'a condition that describes a field',
      '/if',
      { properties: { status: text } },
      '#/if/properties/status/type: ',
      'compare the field with const or enum',
    ],
  ])('%s', (_title, pointer, value, place, remedy) => {
    const problems = checkWith(pointer, value);
    expect(problems).not.toEqual([]);
    expect(
      problems.some((problem) => problem.startsWith(`${FILE}${place}`) && problem.includes(remedy)),
    ).toBe(true);
    // Only the meta-schema finds it, so an editor with the meta-schema finds it, too.
    const folder = readSchemaFolder(copy.schemas);
    const file = folder.files.find((one) => one.file === FILE);
    expect(file && createStructureCheck(folder.metaSchema)(file)).not.toEqual([]);
  });
});

describe('the check of a contract, beyond the meta-schema, reports', () => {
  it.each([
    [
      'a definition that does not exist',
      '/properties/deviceId/$ref',
      '#/$defs/unheard',
      '/properties/deviceId/$ref: there is no definition',
    ],
    ['an unused definition', '/$defs/spare', { type: 'boolean' }, '/$defs/spare: the definition is not used'],
    [
      'a definition that refers to itself',
      '/$defs/identifier',
      { $ref: '#/$defs/identifier' },
      '/$defs/identifier: the definition refers to itself',
    ],
    [
      'an invalid pattern',
      '/$defs/identifier/pattern',
      '^[z-a]$',
      '/$defs/identifier/pattern: the pattern is not a regular expression',
    ],
    [
      'a pattern of exponential time',
      '/$defs/identifier/pattern',
      '^(?:[a-z]+)+$',
      '/$defs/identifier/pattern: the pattern can take more than linear time',
    ],
    [
      'a pattern of quadratic time',
      '/$defs/identifier/pattern',
      '^[a-z]*[a-y]*[0-9]$',
      '/$defs/identifier/pattern: the pattern can take more than linear time',
    ],
    [
      'bounds the wrong way round',
      '/properties/site/properties/latitude/minimum',
      91,
      '/properties/site/properties/latitude/minimum: minimum is above maximum',
    ],
    [
      'a required field that does not exist',
      '/properties/site/required',
      ['region'],
      '/properties/site/required/0: "region" is required',
    ],
    [
      'a field that every object has',
      '/properties/constructor',
      { type: 'boolean' },
      '/properties/constructor: every JavaScript object has',
    ],
    ['another id', '/$id', 'urn:sluice:contract:iot.telemetry:2', '/$id: does not agree'],
    ['another type', '/x-contract/type', 'iot.reading', '/x-contract/type: does not agree'],
    ['another source', '/x-contract/source', 'logistics', '/x-contract/source: does not agree'],
    ['an unknown source', '/x-contract/source', 'weather', '/x-contract/source: does not agree'],
    ['another version', '/x-contract/version', 2, '/x-contract/version: does not agree'],
    [
      'an event id that does not exist',
      '/x-contract/eventId',
      '/id',
      '/x-contract/eventId: there is no such field',
    ],
    [
      'an event id that may be absent',
      '/x-contract/eventId',
      '/firmware',
      '/x-contract/eventId: the field may be absent',
    ],
    [
      'an event id that is not a text',
      '/x-contract/eventId',
      '/site/latitude',
      '/x-contract/eventId: the field is not a suitable text',
    ],
    [
      'a partition key longer than the limit of a hub',
      '/$defs/identifier/maxLength',
      129,
      '/x-contract/partitionKey: the field is not a suitable text',
    ],
    [
      'a partition key that may be empty',
      '/$defs/identifier',
      { type: 'string', maxLength: 64 },
      '/x-contract/partitionKey: the field is not a suitable text',
    ],
    [
      'a time that is not a time',
      '/x-contract/eventTime',
      '/deviceId',
      '/x-contract/eventTime: the field is not a time',
    ],
    [
      'a time that does not exist',
      '/x-contract/eventTime',
      '/at',
      '/x-contract/eventTime: there is no such field',
    ],
    [
      'a time that may be absent',
      '/required',
      ['readingId', 'deviceId', 'site', 'metrics', 'status'],
      '/x-contract/eventTime: the field may be absent',
    ],
    [
      'a personal field that does not exist',
      '/x-contract/personalData',
      [{ path: '/owner', treatment: 'hash' }],
      '/x-contract/personalData/0/path: there is no such field',
    ],
    [
      'a personal field listed twice',
      '/x-contract/personalData',
      ['hash', 'mask'].map((treatment) => ({ path: '/deviceId', treatment })),
      '/x-contract/personalData/1/path: the field is listed twice',
    ],
    [
      'an example that breaks the contract',
      '/examples/0/metrics',
      {},
      '/examples/0/metrics: the example breaks its contract',
    ],
    [
      'an example with an unknown field',
      '/examples/1/colour',
      'red',
      '/examples/1: the example breaks its contract',
    ],
  ])('%s', (_title, pointer, value, expected) => {
    const problems = checkWith(pointer, value);
    expect(problems).toContainEqual(expect.stringContaining(`${FILE}#${expected}`));
    for (const problem of problems) expect(problem).toMatch(/: .+; .+/);
  });
});

describe('the folder is refused', () => {
  it('with a file whose name is not that of a contract', () => {
    copy.write('iot/Telemetry.json', {});
    expect(check()).toEqual([
      expect.stringContaining('iot/Telemetry.json#: the file name is not that of a contract'),
    ]);
  });

  it('with a file that is not JSON', () => {
    copy.write('iot/alarm.v1.json', '{');
    expect(check()).toEqual([expect.stringContaining('iot/alarm.v1.json#: the file is not a JSON object')]);
  });

  it('with a gap between versions', () => {
    renameSync(join(copy.schemas, FILE), join(copy.schemas, 'iot/telemetry.v2.json'));
    expect(check()).toContainEqual(
      expect.stringContaining(
        'iot/telemetry.v2.json#/x-contract/version: version 2 follows none; rename it to 1',
      ),
    );
  });
});
