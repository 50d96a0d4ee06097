import { validateRecord } from '../../../src/lib/contracts/validate';
import { contractOf, exampleOf } from './events';

const telemetry = contractOf('iot.telemetry');
const reading = exampleOf(telemetry);
const validate = (text: string): unknown => validateRecord(telemetry, Buffer.from(text));

describe('a bare record', () => {
  it('is accepted with its bytes', () => {
    const bytes = Buffer.from(JSON.stringify(reading));
    const result = validateRecord(telemetry, bytes);
    expect(result).toEqual({ verdict: 'accepted', contract: telemetry, bytes });
  });

  it('is rejected with paths relative to the record', () => {
    expect(validate(JSON.stringify({ ...reading, status: 'unheard' }))).toEqual({
      verdict: 'quarantined',
      contract: expect.objectContaining({ type: 'iot.telemetry' }) as unknown,
      rejections: [
        {
          code: 'contract.enum',
          path: '/status',
          message: '/status must be one of "ok", "degraded", "fault", "maintenance".',
        },
      ],
    });
  });

  it.each([
    ['not JSON', '{"readingId":', 'malformed_json'],
    ['empty', '', 'malformed_json'],
    ['null', 'null', 'contract.type'],
    ['an array', '[]', 'contract.type'],
    [
      'a record with duplicate names',
      JSON.stringify(reading).replace('"status":', '"status":"ok","status":'),
      'malformed_json',
    ],
  ])('is rejected when it is %s', (_title, text, code) => {
    expect(validate(text)).toMatchObject({ verdict: 'quarantined', rejections: [{ code }] });
  });

  it('is rejected when it is longer than the limit', () => {
    const bytes = Buffer.from(JSON.stringify(reading));
    expect(validateRecord(telemetry, bytes, bytes.length).verdict).toBe('accepted');
    expect(validateRecord(telemetry, bytes, bytes.length - 1)).toMatchObject({
      rejections: [{ code: 'too_large' }],
    });
  });

  it('names the position of a syntax error and does not quote the text', () => {
    const result = validate('{"email": maria@example.com}');
    expect(JSON.stringify(result)).not.toContain('maria');
    expect(validate('{"a":1,}')).toMatchObject({
      rejections: [{ message: 'The text is not JSON at character 7.' }],
    });
  });

  it('is rejected when the validator throws', () => {
    const broken = {
      ...telemetry,
      validate: () => {
        throw new TypeError('broken');
      },
    };
    expect(validateRecord(broken, Buffer.from('{}'))).toEqual({
      verdict: 'quarantined',
      contract: expect.objectContaining({ type: 'iot.telemetry' }) as unknown,
      rejections: [
        { code: 'validation_failed', path: '', message: 'Validation failed with an internal error: broken' },
      ],
    });
  });
});
