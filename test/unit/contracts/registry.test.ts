import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRegistry, generatedContracts } from '../../../src/lib/contracts/registry';

const registry = createRegistry();
const [first] = generatedContracts.contracts;
if (!first) throw new Error('There are no contracts.');

/** Types from the names of the files, `<source>/<event>.v<version>.json`. */
const types = readdirSync(join(__dirname, '../../../schemas'), { recursive: true, encoding: 'utf8' })
  .flatMap((file) => /^(\w+\/[\w-]+)\.v\d+\.json$/.exec(file.replaceAll('\\', '/'))?.[1] ?? [])
  .map((name) => name.replace('/', '.'))
  .sort();

describe('the registry', () => {
  it('has the contracts of every source', () => {
    expect(types).toEqual(
      expect.arrayContaining(['customers.profile', 'iot.telemetry', 'logistics.shipment']),
    );
    expect(registry.all().map(({ type }) => type)).toEqual(types);
    expect(registry.ofSource('ecommerce').map(({ type }) => type)).toEqual([
      'ecommerce.clickstream',
      'ecommerce.order',
    ]);
  });

  it('finds a version, and the newest if no version is given', () => {
    const id = first.id.replace(/1$/, '2');
    const two = createRegistry({
      contracts: [{ ...first, version: 2, id }, first],
      readers: { ...generatedContracts.readers, [id]: () => -1 },
      validators: { ...generatedContracts.validators, [id]: () => true },
    });
    expect(two.find(first.type)).toHaveProperty('version', 2);
    expect(two.find(first.type, 1)).toHaveProperty('version', 1);
    expect(two.find(first.type, 3)).toBeUndefined();
    expect(two.find('iot.unheard')).toBeUndefined();
  });

  it('refuses data without generated code', () => {
    expect(() => createRegistry({ ...generatedContracts, validators: {} })).toThrow('npm run generate');
  });
});
