import { z } from 'zod';
import {
  answerFaults,
  type CommonFault,
  failFault,
  Faults,
  loseReplyFault,
  Refusal,
  toFaultSwitches,
} from '../../../../local/kit';

const FAIL: CommonFault = { kind: 'fail', status: 503 };
const LOSE: CommonFault = { kind: 'lose-reply' };

describe('faults', () => {
  test('happen as often as injected', () => {
    const faults = new Faults<CommonFault>();
    faults.inject(FAIL, { requests: 2 });
    expect(faults.pending).toBe(2);
    expect(faults.take({ operation: 'Get' })).toEqual([FAIL]);
    expect(faults.take({ operation: 'List' })).toEqual([FAIL]);
    expect(faults.take({ operation: 'Get' })).toEqual([]);
    expect(faults.pending).toBe(0);
  });

  test('do not affect other operations and requests that do not match', () => {
    const faults = new Faults<CommonFault, { operation: string; path: string }>();
    faults.inject(FAIL, { operation: 'Put', matches: ({ path }) => path === 'a' });
    expect(faults.take({ operation: 'Get', path: 'a' })).toEqual([]);
    expect(faults.take({ operation: 'Put', path: 'b' })).toEqual([]);
    expect(faults.take({ operation: 'Put', path: 'a' })).toEqual([FAIL]);
  });

  test('apply all at once to a request, or only the oldest when configured', () => {
    const [all, one] = [new Faults<CommonFault>(), new Faults<CommonFault>(1)];
    for (const faults of [all, one]) {
      faults.inject(FAIL);
      faults.inject(LOSE);
    }
    expect(all.take({ operation: 'Get' })).toEqual([FAIL, LOSE]);
    expect(one.take({ operation: 'Get' })).toEqual([FAIL]);
    expect(one.take({ operation: 'Get' })).toEqual([LOSE]);
  });

  test('stop when they are cleared', () => {
    const faults = new Faults<CommonFault>();
    faults.inject(FAIL);
    faults.clear();
    expect([faults.pending, faults.take({ operation: 'Get' })]).toEqual([0, []]);
  });
});

describe('the fault endpoint', () => {
  const shape = z.discriminatedUnion('kind', [failFault, loseReplyFault]);
  const open = () => {
    const faults = new Faults<z.infer<typeof shape>>();
    const switches = toFaultSwitches(faults, shape);
    const answer = (method: string, body?: unknown): unknown => {
      try {
        return answerFaults(switches, method, typeof body === 'string' ? body : JSON.stringify(body ?? ''));
      } catch (error) {
        return error instanceof Refusal ? `${error.status} ${error.code}: ${error.message}` : error;
      }
    };
    return { faults, answer };
  };

  test('injects, counts and clears faults', () => {
    const { faults, answer } = open();
    const fault = { kind: 'fail', status: 429, code: 'Busy', retryAfterSeconds: 1 };
    expect(answer('POST', { fault, requests: 2, operation: 'Get' })).toEqual({ pending: 2 });
    expect(faults.take({ operation: 'List' })).toEqual([]);
    expect(faults.take({ operation: 'Get' })).toEqual([fault]);
    expect(answer('GET')).toEqual({ pending: 1 });
    expect(answer('DELETE')).toEqual({ pending: 0 });
  });

  test('fails with 500 when no status is given', () => {
    const { faults, answer } = open();
    answer('POST', { fault: { kind: 'fail' } });
    expect(faults.take({ operation: 'Get' })).toEqual([{ kind: 'fail', status: 500 }]);
  });

  test.each([
    ['no JSON', '{', /^400 InvalidRequest: /],
    ['no fault', {}, /^400 InvalidRequest: .*fault/s],
    ['an unknown kind', { fault: { kind: 'melt' } }, /^400 InvalidRequest: .*fault\.kind/s],
    ['an unknown field', { fault: { kind: 'lose-reply', status: 3 } }, /^400 InvalidRequest: .*status/s],
    ['zero requests', { fault: { kind: 'lose-reply' }, requests: 0 }, /^400 InvalidRequest: .*requests/s],
  ])('refuses %s, and injects nothing', (_, body, why) => {
    const { faults, answer } = open();
    expect(answer('POST', body)).toMatch(why);
    expect(faults.pending).toBe(0);
  });

  test('refuses other methods', () => {
    expect(open().answer('PUT')).toBe('405 MethodNotAllowed: PUT /_stand-in/faults');
  });
});
