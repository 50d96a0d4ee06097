import { fromTraceparent, isSampled, toTraceparent } from '../../../../src/lib/platform/telemetry/in-span';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('a trace context', () => {
  it('is the same after writing and reading, with its sampling decision and state', () => {
    const context = fromTraceparent(TRACEPARENT, 'congo=1');
    expect(context).toMatchObject({ traceId: TRACEPARENT.slice(3, 35), isRemote: true });
    expect(context && isSampled(context)).toBe(true);
    expect(context?.traceState?.get('congo')).toBe('1');
    expect(context && toTraceparent(context)).toBe(TRACEPARENT);
    const unsampled = fromTraceparent(TRACEPARENT.replace(/01$/, '00'));
    expect(unsampled && toTraceparent(unsampled)).toMatch(/-00$/);
  });

  it.each([undefined, null, '', 'garbage', TRACEPARENT.slice(1), `ff${TRACEPARENT.slice(2)}`])(
    'is undefined for %s',
    (text) => {
      expect(fromTraceparent(text)).toBeUndefined();
    },
  );

  it('has no text if there is no span', () => {
    expect(toTraceparent({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 })).toBeUndefined();
  });
});
