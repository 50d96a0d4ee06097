import { createRegistry, generatedContracts } from '../../../src/lib/contracts/registry';

const registry = createRegistry();
const [first] = generatedContracts.contracts;
if (!first) throw new Error('There are no contracts.');

describe('the registry', () => {
  it('knows the contracts of every source', () => {
    expect(registry.all().map(({ type }) => type)).toEqual([
      'customers.profile',
      'ecommerce.clickstream',
      'ecommerce.order',
      'iot.telemetry',
      'logistics.shipment',
    ]);
    expect(registry.ofSource('ecommerce').map(({ type }) => type)).toEqual([
      'ecommerce.clickstream',
      'ecommerce.order',
    ]);
  });

  it('finds a version, and the newest where none is named', () => {
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

  it('refuses data without its generated code', () => {
    expect(() => createRegistry({ ...generatedContracts, validators: {} })).toThrow('npm run generate');
  });
});
