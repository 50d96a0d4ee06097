import { isSource, SOURCES } from '../../../src/lib/contracts/source';

describe('isSource', () => {
  it('accepts the sources and nothing else', () => {
    expect(SOURCES.filter(isSource)).toEqual(SOURCES);
    expect(['', 'IoT', 'toString', 'crm'].filter(isSource)).toEqual([]);
  });
});
