import { runInNewContext } from 'node:vm';
import { isSluiceError, SluiceError } from '../../../src/lib/platform/errors';

describe('SluiceError', () => {
  it('has its code, its kind, its data and its cause', () => {
    const cause = new Error('socket closed');
    const error = new SluiceError('lake_unavailable', 'no lake', {
      kind: 'transient',
      data: { path: 'p' },
      cause,
    });
    expect(error).toMatchObject({
      name: 'SluiceError',
      code: 'lake_unavailable',
      kind: 'transient',
      data: { path: 'p' },
      cause,
      message: 'no lake',
    });
  });

  it('has no cause if none was given', () => {
    const error = new SluiceError('config_invalid', 'x', { kind: 'misuse' });
    expect('cause' in error).toBe(false);
    expect(error.data).toEqual({});
  });
});

describe('isSluiceError', () => {
  it('is recognized by its shape', () => {
    expect(isSluiceError(new SluiceError('config_invalid', 'x', { kind: 'misuse' }))).toBe(true);
    expect(isSluiceError(Object.assign(new Error('x'), { name: 'SluiceError', code: 'a', kind: 'b' }))).toBe(
      true,
    );
  });

  it.each([new Error('x'), { name: 'SluiceError', code: 'a', kind: 'b' }, undefined, null, 'SluiceError'])(
    'is not mistaken for %p',
    (value) => {
      expect(isSluiceError(value)).toBe(false);
    },
  );

  it('is recognized if another module realm made it', () => {
    const foreign: unknown = runInNewContext(
      "Object.assign(new Error('x'), { name: 'SluiceError', code: 'lake_unavailable', kind: 'transient' })",
    );
    expect(foreign instanceof Error).toBe(false);
    expect(isSluiceError(foreign)).toBe(true);
  });
});
