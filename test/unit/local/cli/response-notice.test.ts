import { ResponseNotice } from '../../../../local/cli/response-notice';

const error = new Error('connect ECONNREFUSED');

it('says nothing about a single failed read', () => {
  const notice = new ResponseNotice();
  expect([notice.failed(error), notice.worked(), notice.failed(error), notice.worked()]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it('says once that the services do not respond, and once that they respond again', () => {
  const notice = new ResponseNotice();
  expect([notice.failed(error), notice.failed(error), notice.failed(error)]).toEqual([
    undefined,
    'The services do not respond: connect ECONNREFUSED. The next reads go on.',
    undefined,
  ]);
  expect(notice.isDown).toBe(true);
  expect([notice.worked(), notice.worked()]).toEqual(['The services respond again.', undefined]);
  expect(notice.isDown).toBe(false);
});
