import fc from 'fast-check';
import { type Rejection } from '../../../src/lib/contracts/contract';
import {
  toReadableMessage,
  toReadableText,
  toRefusalProperties,
} from '../../../src/lib/contracts/rejections';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { runs } from '../../testing/runs';
import { contractOf, envelopeText, exampleOf, registry } from './events';

const telemetry = contractOf('iot.telemetry');
const validate = createEventValidator({ registry, source: 'iot' });
const body = Buffer.from(envelopeText(telemetry, exampleOf(telemetry)));
const rejections: readonly Rejection[] = [{ code: 'wrong_source', path: '/type', message: '/type is no.' }];

it('quarantines an event that ingestion refused for its reasons, although the event keeps its contract', () => {
  expect(validate({ body }).verdict).toBe('accepted');
  const properties = toRefusalProperties({ contract: telemetry, rejections });
  expect(validate({ body, properties })).toEqual({ verdict: 'quarantined', contract: telemetry, rejections });
});

it('quarantines a refused event whose reasons cannot be read', () => {
  for (const sluice_rejections of ['', '[]', '{}', '[{"code":"own","path":"","message":""}]', 'x', 7, null]) {
    expect(validate({ body, properties: { sluice_rejections } })).toEqual({
      verdict: 'quarantined',
      rejections: [
        {
          code: 'refused',
          path: '',
          message: 'Ingestion refused this record, but its reasons cannot be read.',
        },
      ],
    });
  }
});

it('names no contract that belongs to another hub', () => {
  const properties = toRefusalProperties({ contract: contractOf('ecommerce.order'), rejections });
  expect(validate({ body, properties })).toEqual({ verdict: 'quarantined', rejections });
});

it('never accepts a refused event, with any values of its properties', () => {
  const value = fc.oneof(fc.string(), fc.json(), fc.constant(JSON.stringify(rejections)), fc.anything());
  fc.assert(
    fc.property(value, value, fc.boolean(), (sluice_rejections, sluice_contract, isBinary) => {
      fc.pre(sluice_rejections !== undefined);
      const attributes = isBinary ? { 'cloudEvents:specversion': '1.0' } : {};
      const result = validate({ body, properties: { ...attributes, sluice_rejections, sluice_contract } });
      if (result.verdict !== 'quarantined') throw new Error('accepted');
      expect(result.rejections.length).toBeGreaterThan(0);
      expect(JSON.stringify(result.rejections).length).toBeLessThan(50_000);
    }),
    { numRuns: runs(300, 3000) },
  );
});

it('reads a row of CSV as the record that ingestion made of it', () => {
  const row = { body: Buffer.from('a,b'), contentType: 'text/csv; header=absent' };
  const record = '{"id":"a"}';
  const refused = { ...row, properties: toRefusalProperties({ contract: telemetry, rejections, record }) };
  expect(toReadableMessage(refused)).toMatchObject({
    body: Buffer.from(record),
    contentType: 'application/json',
  });
  // Only ingestion says how to read an event.
  const other = { ...row, properties: { sluice_record: record, sluice_csv_header: 'x' } };
  expect(toReadableMessage(other)).toBe(other);
  expect(toReadableText(other)).toBe('a,b');
});

it('puts the header before a row of CSV, and leaves out content that is too long', () => {
  const message = { body: Buffer.from('a,b') };
  const withHeader = (csvHeader: string): string =>
    toReadableText({
      ...message,
      properties: toRefusalProperties({ contract: telemetry, rejections, csvHeader }),
    });
  expect(withHeader('id,title')).toBe('id,title\na,b');
  expect(withHeader('x'.repeat(65_537))).toBe('a,b');
});
