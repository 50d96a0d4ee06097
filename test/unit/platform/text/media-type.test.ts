import {
  isCloudEventsType,
  isJsonEssence,
  parseMediaType,
} from '../../../../src/lib/platform/text/media-type';

describe('parseMediaType', () => {
  it.each([
    ['text/csv', 'text/csv', {}],
    [' Text/CSV ', 'text/csv', {}],
    ['application/json;charset=UTF-8', 'application/json', { charset: 'UTF-8' }],
    ['application/json \t; Charset="UTF-8" ;', 'application/json', { charset: 'UTF-8' }],
    ['text/csv; header=present; charset = utf-8', 'text/csv', { header: 'present', charset: 'utf-8' }],
    ['text/plain; a="x;\\"y\\\\"; b=1', 'text/plain', { a: 'x;"y\\', b: '1' }],
    ['application/cloudevents+json;;q=0.5', 'application/cloudevents+json', { q: '0.5' }],
  ])('reads %j', (text, essence, parameters) => {
    const parsed = parseMediaType(text);
    expect(parsed?.essence).toBe(essence);
    expect(Object.fromEntries(parsed?.parameters ?? [])).toEqual(parameters);
  });

  it.each([
    '',
    'json',
    'text/',
    '/csv',
    'text/csv, text/plain',
    'a b/c',
    'text/csv; charset',
    'text/csv; a="x',
    'text/csv; a=1; A=2',
  ])('refuses %j', (text) => {
    expect(parseMediaType(text)).toBeUndefined();
  });
});

describe('isJsonEssence', () => {
  it.each([
    ['application/json', true],
    ['application/senml+json', true],
    ['application/jsonl', false],
    ['text/json', false],
  ])('returns whether %s is JSON', (essence, expected) => {
    expect(isJsonEssence(essence)).toBe(expected);
  });
});

describe('isCloudEventsType', () => {
  it.each([
    ['application/cloudevents+json', true],
    ['Application/CloudEvents+JSON; charset="UTF-8"', true],
    [' APPLICATION/CLOUDEVENTS-BATCH+JSON', true],
    ['application/cloudevents+json; charset', true],
    ['application/cloudevents', true],
    ['application/cloudeventsjson', false],
    ['application/json', false],
    [undefined, false],
  ])('reads %s as %s', (contentType, expected) => {
    expect(isCloudEventsType(contentType)).toBe(expected);
  });
});
