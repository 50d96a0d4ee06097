import { DEFAULT_FAULTS, NO_FAULTS, parseFaults } from '../../../src/lib/simulate/faults';

describe('parseFaults', () => {
  it('reads shares by name, and sets other faults to zero', () => {
    expect(parseFaults(' duplicate=0.01, late = .5,oversized=1 ')).toEqual({
      ...NO_FAULTS,
      duplicate: 0.01,
      late: 0.5,
      oversized: 1,
    });
  });

  it('accepts none and default', () => {
    expect(parseFaults('none')).toEqual(NO_FAULTS);
    expect(parseFaults('default')).toEqual(DEFAULT_FAULTS);
  });

  it.each([
    ['', ''],
    ['duplicates=0.1', 'duplicates'],
    ['toString=1', 'toString'],
    ['late', 'late'],
    ['late=', 'late'],
    ['late=1.01', 'late'],
    ['late=-0.1', 'late'],
    ['late=1e-3', 'late'],
    ['late=0.1=0.2', 'late'],
    ['late=0.1,late=0.2', 'late'],
    ['late=0.1,', ''],
  ])('refuses %j with the invalid part', (text, field) => {
    expect(() => parseFaults(text)).toThrow(
      expect.objectContaining({ code: 'config_invalid', kind: 'misuse', data: { field } }) as Error,
    );
  });
});
