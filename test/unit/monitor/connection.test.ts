import { toFailedConnection } from '../../../monitor/derive/connection';

const FAILED = { failures: 1, since: 1000, detail: 'The app does not answer.', unauthorised: false };

describe('the connection', () => {
  test('is slow after one failed request', () => {
    expect(toFailedConnection({ ...FAILED, before: { state: 'up' } })).toEqual({
      state: 'slow',
      since: 1000,
      detail: 'The app does not answer.',
    });
  });

  test('is down after the second failed request in a row, since the last answer', () => {
    const slow = toFailedConnection({ ...FAILED, before: { state: 'up' } });
    expect(toFailedConnection({ ...FAILED, before: slow, failures: 2, since: 2000 })).toEqual({
      state: 'down',
      since: 1000,
      detail: 'The app does not answer.',
      unauthorised: false,
    });
  });

  test('is down at once when a key is needed', () => {
    expect(
      toFailedConnection({ ...FAILED, before: { state: 'connecting' }, unauthorised: true }),
    ).toMatchObject({ state: 'down', unauthorised: true });
  });
});
