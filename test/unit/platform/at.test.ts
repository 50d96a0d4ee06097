import { at } from '../../../src/lib/platform/at';

describe('at', () => {
  it('returns the element, even if it is undefined', () => {
    expect(at(['a', 'b'], 1)).toBe('b');
    expect(at<string | undefined>([undefined], 0)).toBeUndefined();
  });

  it.each([-1, 2])('refuses index %d of two elements', (index) => {
    expect(() => at(['a', 'b'], index)).toThrow(`index ${index} is out of range: there are 2 elements`);
  });
});
