import { gunzipSync, gzipSync } from 'node:zlib';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { type ValidationResult } from '../../../src/lib/contracts/validation-result';
import { type ContractRegistry } from '../../../src/lib/contracts/registry';
import { contractOf, envelopeText, exampleOf, registry } from './events';

const telemetry = contractOf('iot.telemetry');
const reading = exampleOf(telemetry);
const validate = createEventValidator({ registry, source: 'iot' });
const validateText = (text: string): ValidationResult => validate({ body: Buffer.from(text) });
const sound = envelopeText(telemetry, reading);

function rejectionsOf(result: ValidationResult): string[] {
  return result.verdict === 'accepted'
    ? []
    : result.rejections.map(({ code, path }) => `${code} ${path}`.trim());
}

function eventOf(result: ValidationResult): Buffer {
  if (result.verdict !== 'accepted') throw new Error(JSON.stringify(result.rejections));
  return result.bytes;
}

describe('an accepted event', () => {
  it('has the same buffer as the body', () => {
    const body = Buffer.from(sound);
    const result = validate({ body });
    expect(result).toMatchObject({
      verdict: 'accepted',
      contract: { id: 'urn:sluice:contract:iot.telemetry:1' },
    });
    expect(eventOf(result)).toBe(body);
  });

  it('keeps numbers and the order of names unchanged', () => {
    const text = sound.replace('21.4', '21.40000000000000000001').replace('88', '8.8e1');
    expect(eventOf(validateText(text)).toString()).toBe(text);
  });

  it.each(['\n', '\r\n', '\r'])('becomes one line when it was written on several lines (%j)', (lineBreak) => {
    const body = Buffer.from(JSON.stringify(JSON.parse(sound), undefined, 2).replaceAll('\n', lineBreak));
    const before = Buffer.from(body);
    const event = eventOf(validate({ body }));
    expect(event.toString()).not.toMatch(/[\r\n]/);
    expect(event).toHaveLength(body.length);
    expect(JSON.parse(event.toString())).toEqual(JSON.parse(sound));
    expect(body).toEqual(before);
  });

  it('is validated against the newest version when it names none', () => {
    const rest = { ...(JSON.parse(sound) as Record<string, unknown>), dataschema: undefined };
    expect(validateText(JSON.stringify(rest))).toMatchObject({
      verdict: 'accepted',
      contract: { version: 1 },
    });
    expect(validateText(JSON.stringify({ ...rest, dataschema: null }))).toMatchObject({
      verdict: 'accepted',
    });
  });

  it.each(registry.all().map((contract) => [contract.id, contract] as const))(
    'can be each example of %s',
    (_id, contract) => {
      const validateSource = createEventValidator({ registry, source: contract.source });
      const examples = contract.schema['examples'] as readonly unknown[];
      expect(examples.length).toBeGreaterThan(1);
      for (const example of examples) {
        expect(validateSource({ body: Buffer.from(envelopeText(contract, example)) }).verdict).toBe(
          'accepted',
        );
        const text = Buffer.from(JSON.stringify(example));
        expect(contract.read(text, 0)).toBe(text.length);
      }
    },
  );

  it.each([
    ['no time', { time: undefined }],
    ['unset attributes as null', { time: null, subject: null, datacontenttype: null, traceparent: null }],
    [
      'a JSON media type with a suffix and a parameter',
      { datacontenttype: 'application/vnd.example+json; charset=utf-8' },
    ],
    [
      'extension attributes of every kind',
      { partitionkey: 'dev-1', sampled: true, hops: -3, note: 'ł'.repeat(2048) },
    ],
    ['an id of 256 characters', { id: 'i'.repeat(256) }],
  ])('can have %s', (_title, attributes) => {
    expect(validateText(envelopeText(telemetry, reading, attributes)).verdict).toBe('accepted');
  });

  it('can be as long as the limit and no longer', () => {
    const body = Buffer.from(sound);
    expect(
      createEventValidator({ registry, source: 'iot', maxEventBytes: body.length })({ body }).verdict,
    ).toBe('accepted');
    const result = createEventValidator({ registry, source: 'iot', maxEventBytes: body.length - 1 })({
      body,
    });
    expect(rejectionsOf(result)).toEqual(['too_large']);
  });
});

describe('bytes that are not JSON', () => {
  it.each([
    ['an empty body', Buffer.alloc(0), 'malformed_json'],
    ['white space', Buffer.from(' \n'), 'malformed_json'],
    ['a truncated event', Buffer.from(sound.slice(0, -5)), 'malformed_json'],
    ['two events', Buffer.from(`${sound}\n${sound}`), 'malformed_json'],
    ['a byte order mark', Buffer.from(`\uFEFF${sound}`), 'malformed_json'],
    ['NaN', Buffer.from(sound.replace('21.4', 'NaN')), 'malformed_json'],
    ['a raw line break inside a text', Buffer.from(sound.replace('Gdansk', 'Gda\nnsk')), 'malformed_json'],
    ['a raw NUL', Buffer.from(sound.replace('Gdansk', 'Gda\0nsk')), 'malformed_json'],
    ['a comment', Buffer.from(`/* */${sound}`), 'malformed_json'],
    ['an overlong encoding', Buffer.concat([Buffer.from(sound), Buffer.from([0xc0, 0xaf])]), 'invalid_utf8'],
    ['an encoded half of a surrogate pair', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'invalid_utf8'],
    ['UTF-16', Buffer.from(sound, 'utf16le'), 'malformed_json'],
    ['gzip', gzipSync(sound), 'invalid_utf8'],
    ['a bomb of open arrays', Buffer.from('['.repeat(262_144)), 'malformed_json'],
    ['a bomb of open objects', Buffer.from('{"a":'.repeat(50_000)), 'malformed_json'],
  ])('are quarantined: %s', (_title, body, code) => {
    expect(rejectionsOf(validate({ body }))).toEqual([code]);
  });

  it('are distinguished from the content of gzip, so the table above is meaningful', () => {
    expect(validate({ body: gunzipSync(gzipSync(sound)) }).verdict).toBe('accepted');
  });
});

describe('JSON on which readers disagree', () => {
  it.each([
    ['a lone high surrogate', sound.replace('Gdansk', '\\ud83d')],
    ['a lone low surrogate', sound.replace('Gdansk', '\\uDE00')],
    ['two high surrogates', sound.replace('Gdansk', '\\ud83d\\ud83d\\ude00')],
    ['a duplicate name in the record', sound.replace('"status":"ok"', '"status":"fault","status":"ok"')],
    [
      'a duplicate name, once escaped',
      sound.replace('"status":"ok"', '"\\u0073tatus":"fault","status":"ok"'),
    ],
    ['a duplicate name deep in the record', sound.replace('"country":"PL"', '"country":"DE","country":"PL"')],
    ['a duplicate name in the envelope', sound.replace('"id":', '"id":"other","id":')],
    [
      'a duplicate name next to escaped quotation marks',
      sound.replace('Gdansk', '\\"').replace('"status":"ok"', '"status":"ok","status":"ok"'),
    ],
    ['a duplicate record', sound.replace('"data":', '"data":{"a":[{"b":"c"}]},"data":')],
  ])('is quarantined: %s', (_title, text) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
    expect(rejectionsOf(validateText(text))).toEqual(['malformed_json']);
  });

  it.each([
    ['a whole surrogate pair', '\\ud83d\\ude00'],
    ['an escaped backslash before the letter u', '\\\\ud83d'],
    ['an escaped quotation mark', 'a\\"b\\"'],
    ['an escaped NUL', 'a\\u0000b'],
    ['an escaped letter', '\\u0141\\u00f3d\\u017a'],
    ['a line separator', '\u2028'],
  ])('is accepted: %s', (_title, name) => {
    const text = sound.replace('Gdansk', name);
    expect(eventOf(validateText(text)).toString()).toBe(text);
  });
});

describe('an envelope', () => {
  it.each([
    ['null', 'null'],
    ['an array', `[${sound}]`],
    ['a text', '"event"'],
    ['a number', '1e400'],
    ['true', 'true'],
  ])('is an object, not %s', (_title, text) => {
    expect(rejectionsOf(validateText(text))).toEqual(['envelope_invalid']);
  });

  it('has every required attribute', () => {
    expect(rejectionsOf(validateText('{}'))).toEqual(
      ['specversion', 'id', 'source', 'type', 'data'].map((name) => `envelope_invalid /${name}`),
    );
  });

  it.each([
    ['another specversion', { specversion: '0.3' }, '/specversion'],
    ['an empty id', { id: '' }, '/id'],
    ['an id that is a number', { id: 7 }, '/id'],
    ['an id of 257 characters', { id: 'i'.repeat(257) }, '/id'],
    ['a control character in the id', { id: 'a\u0000' }, '/id'],
    ['a noncharacter in the source', { source: '/\uFFFF' }, '/source'],
    ['an empty source', { source: '' }, '/source'],
    ['a type that is null', { type: null }, '/type'],
    ['a local time', { time: '2026-03-02T08:15:30' }, '/time'],
    ['a day that does not exist', { time: '2026-02-29T08:15:30Z' }, '/time'],
    ['an empty subject', { subject: '' }, '/subject'],
    ['a record in base64', { data_base64: 'e30=' }, '/data_base64'],
    ['a record that is not JSON', { datacontenttype: 'application/xml' }, '/datacontenttype'],
    ['an extension attribute that is an object', { trace: {} }, '/trace'],
    ['an extension attribute that is a fraction', { weight: 1.5 }, '/weight'],
    ['an extension attribute beyond 32 bits', { hops: 2_147_483_648 }, '/hops'],
    ['an extension attribute of 2049 characters', { note: 'n'.repeat(2049) }, '/note'],
    ['an extension attribute with capitals', { partitionKey: 'x' }, ''],
    ['an extension attribute with a name of 65 letters', { ['x'.repeat(65)]: 'x' }, ''],
  ])('with %s is quarantined', (_title, attributes, path) => {
    const result = validateText(envelopeText(telemetry, reading, attributes));
    expect(rejectionsOf(result)).toEqual([`envelope_invalid ${path}`.trim()]);
  });

  it('does not use __proto__ as its prototype', () => {
    const text = `{"__proto__":{"data":{},"specversion":"1.0"},${sound.slice(1)}`;
    expect(rejectionsOf(validateText(text))).toEqual(['envelope_invalid']);
    expect(rejectionsOf(validateText(`{"__proto__":${sound}}`))).toHaveLength(6);
  });

  it('can have at most 64 attributes', () => {
    const attributes = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`A${index}`, 1]));
    expect(rejectionsOf(validateText(envelopeText(telemetry, reading, attributes)))).toEqual([
      'envelope_invalid',
    ]);
  });

  it('does not repeat a name that is not an attribute name', () => {
    const result = validateText(envelopeText(telemetry, reading, { 'maria@example.com': 1 }));
    expect(JSON.stringify(result)).not.toContain('maria');
  });
});

describe('the contract that an event names', () => {
  it.each([
    ['an unknown type', { type: 'iot.unheard' }, 'unknown_type /type'],
    ['a type that is a name of Object.prototype', { type: 'constructor' }, 'unknown_type /type'],
    [
      'a version that does not exist',
      { dataschema: 'urn:sluice:contract:iot.telemetry:2' },
      'unknown_version /dataschema',
    ],
    [
      'the contract of another type',
      { dataschema: 'urn:sluice:contract:ecommerce.order:1' },
      'unknown_version /dataschema',
    ],
  ])('is refused: %s', (_title, attributes, rejection) => {
    const result = validateText(envelopeText(telemetry, reading, attributes));
    expect(rejectionsOf(result)).toEqual([rejection]);
    expect(result).not.toHaveProperty('contract');
  });

  it('must belong to the hub that is read', () => {
    const order = contractOf('ecommerce.order');
    const result = validateText(envelopeText(order, exampleOf(order)));
    expect(rejectionsOf(result)).toEqual(['wrong_source /type']);
    expect(result).toHaveProperty('contract', order);
  });
});

describe('a record that breaks its contract', () => {
  const validateReading = (changes: Record<string, unknown>): ValidationResult =>
    validateText(envelopeText(telemetry, { ...reading, ...changes }));

  it.each([
    ['an additional field', { colour: 'red' }, 'contract.additionalProperties /data/colour'],
    ['a missing field', { deviceId: undefined }, 'contract.required /data/deviceId'],
    [
      'a number as a text',
      { metrics: { batteryPercent: '88' } },
      'contract.type /data/metrics/batteryPercent',
    ],
    [
      'a number beyond its limit',
      { metrics: { batteryPercent: 100.5 } },
      'contract.maximum /data/metrics/batteryPercent',
    ],
    ['no metric at all', { metrics: {} }, 'contract.minProperties /data/metrics'],
    ['a value that is not listed', { status: 'OK' }, 'contract.enum /data/status'],
    ['an invalid time', { measuredAt: 'today' }, 'contract.format /data/measuredAt'],
    ['an identifier with a space', { deviceId: 'dev 1' }, 'contract.pattern /data/deviceId'],
    ['an identifier of 65 characters', { deviceId: 'd'.repeat(65) }, 'contract.maxLength /data/deviceId'],
    ['an empty text', { firmware: '' }, 'contract.minLength /data/firmware'],
    ['null instead of a text', { firmware: null }, 'contract.type /data/firmware'],
    ['an array instead of an object', { site: [] }, 'contract.type /data/site'],
  ])('is quarantined with the reason: %s', (_title, changes, rejection) => {
    const result = validateReading(changes);
    expect(rejectionsOf(result)).toEqual([rejection]);
    expect(result).toHaveProperty('contract', telemetry);
  });

  it('is quarantined when a number overflows', () => {
    expect(rejectionsOf(validateText(sound.replace('21.4', '1e400')))).not.toEqual([]);
  });

  it('is quarantined when it has __proto__', () => {
    const text = sound.replace('"data":{', '"data":{"__proto__":{"status":"ok"},');
    expect(rejectionsOf(validateText(text))).toEqual(['contract.additionalProperties /data/__proto__']);
  });

  it('is quarantined when it is null', () => {
    expect(rejectionsOf(validateText(envelopeText(telemetry, null)))).toEqual(['contract.type /data']);
  });

  it('gets all rejections at once, up to 20', () => {
    expect(rejectionsOf(validateReading({ status: 1, deviceId: 2, colour: 3 }))).toHaveLength(3);
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`field${index}`, 1]));
    expect(rejectionsOf(validateReading(many))).toHaveLength(20);
  });

  it('has none of its values in the messages', () => {
    const secret = 'maria.nowak@example.com';
    const result = validateReading({
      status: secret,
      deviceId: secret,
      [secret]: secret,
      site: secret,
      measuredAt: secret,
    });
    expect(result.verdict).toBe('quarantined');
    expect(JSON.stringify({ ...result, contract: undefined })).not.toContain(secret);
  });

  it('can be a customer that is deleted but still has a profile', () => {
    const profile = contractOf('customers.profile');
    const validateCustomer = createEventValidator({ registry, source: 'customers' });
    const validateChange = (record: unknown): string[] =>
      rejectionsOf(validateCustomer({ body: Buffer.from(envelopeText(profile, record)) }));
    const { profile: description, ...change } = exampleOf(profile);
    expect(validateChange({ ...change, operation: 'delete', profile: description })).toEqual([
      'contract.forbidden /data/profile',
    ]);
    expect(validateChange({ ...change, operation: 'delete' })).toEqual([]);
    expect(validateChange({ ...change, operation: 'upsert' })).toEqual(['contract.required /data/profile']);
  });
});

describe('an event in binary mode', () => {
  const body = Buffer.from(JSON.stringify(reading, undefined, 1));
  const attributes = {
    specversion: '1.0',
    id: 'e-1',
    source: '/test',
    type: 'iot.telemetry',
    time: new Date(0),
    hops: 3,
  };
  const prefixed = (prefix: string, more: Record<string, unknown> = {}): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries({ ...attributes, ...more }).map(([name, value]) => [`${prefix}${name}`, value]),
    );

  it.each(['Application/CloudEvents+JSON', 'APPLICATION/CLOUDEVENTS+JSON; charset="UTF-8"'])(
    'is not assumed when the content type is %s',
    (contentType) => {
      const structured = Buffer.from(JSON.stringify({ ...attributes, time: undefined, data: reading }));
      const result = validate({
        body: structured,
        contentType,
        properties: prefixed('cloudEvents:', { id: 'other' }),
      });
      expect(JSON.parse(eventOf(result).toString())).toMatchObject({ id: 'e-1', data: reading });
    },
  );

  it.each(['cloudEvents:', 'cloudEvents_'])('is converted to structured mode (prefix %s)', (prefix) => {
    const result = validate({
      body,
      contentType: 'application/json',
      properties: { ...prefixed(prefix), 'Diagnostic-Id': 'x' },
    });
    const event = eventOf(result).toString();
    expect(event).not.toContain('\n');
    expect(event).toContain(body.toString().replaceAll('\n', ' '));
    expect(JSON.parse(event)).toEqual({
      ...attributes,
      time: '1970-01-01T00:00:00.000Z',
      datacontenttype: 'application/json',
      data: reading,
    });
  });

  it.each([
    ['a body that would add attributes', { body: Buffer.from('{},"id":"e-2"') }, ['malformed_json']],
    ['an empty body', { body: Buffer.alloc(0) }, ['envelope_invalid']],
    [
      'a body that is not JSON by its content type',
      { contentType: 'text/csv' },
      ['envelope_invalid /datacontenttype'],
    ],
    [
      'an attribute whose type JSON lacks',
      { properties: prefixed('cloudEvents:', { hops: 10n }) },
      ['envelope_invalid /hops'],
    ],
    [
      'an attribute with both prefixes',
      { properties: { ...prefixed('cloudEvents:'), cloudEvents_id: 'e-2' } },
      ['envelope_invalid'],
    ],
    [
      'data among the properties',
      { properties: prefixed('cloudEvents:', { data: '{}' }) },
      ['envelope_invalid'],
    ],
    ['no id', { properties: prefixed('cloudEvents:', { id: undefined }) }, ['envelope_invalid /id']],
  ])('is quarantined with %s', (_title, changes, rejections) => {
    expect(rejectionsOf(validate({ body, properties: prefixed('cloudEvents:'), ...changes }))).toEqual(
      rejections,
    );
  });

  it('is not assumed when the content type is structured', () => {
    const event = {
      body: Buffer.from(sound),
      contentType: 'application/cloudevents+json',
      properties: prefixed('cloudEvents:'),
    };
    expect(eventOf(validate(event))).toBe(event.body);
  });
});

describe('an internal error of validation', () => {
  it('quarantines the event and throws nothing', () => {
    const failing = {
      ...telemetry,
      read: () => -1,
      validate: () => {
        throw new Error('the validator broke');
      },
    };
    const broken: ContractRegistry = { ...registry, ofSource: () => [failing] };
    const result = createEventValidator({ registry: broken, source: 'iot' })({ body: Buffer.from(sound) });
    expect(result).toEqual({
      verdict: 'quarantined',
      rejections: [
        {
          code: 'validation_failed',
          path: '',
          message: 'Validation failed with an internal error: the validator broke',
        },
      ],
    });
  });
});
