import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formerSources } from '../../../tools/lakehouse/former-sources';

const GENERATED =
  '/*\n# Written by `npm run generate` from schemas/payments/payment.v1.json. Change the schema, not this file.\n';

let silver: string;
beforeEach(() => {
  silver = mkdtempSync(join(tmpdir(), 'sluice-silver-'));
});
afterEach(() => {
  rmSync(silver, { recursive: true, force: true });
});

function write(source: string, name: string, text: string): string {
  mkdirSync(join(silver, source), { recursive: true });
  writeFileSync(join(silver, source, name), text);
  return join(silver, source);
}

it('finds the folder of a removed source, whose models were all generated', () => {
  const present = write('iot', 'iot_telemetry.sql', GENERATED);
  const removed = write('payments', 'payments_payment.sql', GENERATED);
  write('payments', 'payments_payment_rejected.sql', GENERATED);
  write('batch', 'product.sql', '/*\ndescription: Products.\n');
  expect(formerSources(silver, new Set([present]))).toEqual([removed]);
});

it('keeps a folder with a model that a person wrote', () => {
  write('payments', 'payments_payment.sql', GENERATED);
  write('payments', 'payments_mine.sql', '/*\ndescription: Mine.\n');
  expect(formerSources(silver, new Set())).toEqual([]);
});

it('finds nothing in a missing folder', () => {
  expect(formerSources(join(silver, 'none'), new Set())).toEqual([]);
});
