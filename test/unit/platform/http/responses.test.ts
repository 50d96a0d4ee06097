import { type InvocationContext } from '@azure/functions';
import { toFaultResponse } from '../../../../src/lib/platform/http/responses';
import { SluiceError, type ErrorCode, type ErrorKind } from '../../../../src/lib/platform/errors';

function respond(error: unknown): {
  status: number | undefined;
  problem: Record<string, unknown>;
  logged: unknown[];
} {
  const logged: unknown[] = [];
  const context = {
    invocationId: 'i-1',
    error: (...args: unknown[]) => logged.push(...args),
  } as unknown as InvocationContext;
  const response = toFaultResponse(error, context);
  return {
    status: response.status,
    problem: JSON.parse(response.body as string) as Record<string, unknown>,
    logged,
  };
}

it.each<[ErrorCode, ErrorKind, number]>([
  ['hub_unavailable', 'transient', 503],
  ['config_invalid', 'misuse', 500],
  ['request_invalid', 'misuse', 400],
  ['landing_invariant', 'permanent', 500],
])('answers %s (%s) with %d, and logs it', (code, kind, status) => {
  const error = new SluiceError(code, 'what went wrong', { kind });
  const response = respond(error);
  expect(response).toMatchObject({ status, problem: { status, code, detail: 'what went wrong' } });
  expect(response.logged).toEqual([error]);
});

it('returns only the invocation for an unexpected fault', () => {
  const { status, problem } = respond(new TypeError('secret internals'));
  expect(status).toBe(500);
  expect(JSON.stringify(problem)).not.toContain('secret');
  expect(problem['detail']).toContain('i-1');
});
