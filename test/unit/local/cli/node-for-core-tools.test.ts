import { warnOfNodeVersion } from '../../../../local/cli/node-for-core-tools';

describe('warnOfNodeVersion', () => {
  it.each(['v20.15.0', 'v22.21.1'])('returns no warning when Node.js is %s', (version) => {
    expect(warnOfNodeVersion(version)).toBeUndefined();
  });

  it('returns the error and the remedy when Node.js is 24', () => {
    expect(warnOfNodeVersion('v24.11.1')).toBe(
      'Node.js v24.11.1: Core Tools with a Node worker older than 3.11 refuse it ("Incompatible Node.js version"). ' +
        'If func ends at once, use Node.js 22 or newer Core Tools.',
    );
  });
});
