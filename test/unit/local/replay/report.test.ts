import { toReport } from '../../../../local/replay/report/report';
import { ReplayTotals } from '../../../../local/replay/send/totals';

function report(
  totals: Partial<ReplayTotals>,
  landed?: { readonly accepted: number; readonly quarantined: number; readonly missing: number },
  options: { readonly isSimulated?: boolean; readonly allowRejected?: boolean; readonly ended?: string } = {},
): { readonly text: string; readonly succeeded: boolean } {
  const { lines, succeeded } = toReport({
    totals: Object.assign(new ReplayTotals(), totals),
    sendingSeconds: 50,
    ended: options.ended,
    landing: landed && { landed, seconds: 60, isSimulated: options.isSimulated ?? false },
    allowRejected: options.allowRejected ?? false,
  });
  return { text: lines.join('\n'), succeeded };
}

describe('the report', () => {
  it('confirms that exactly the accepted events landed', () => {
    const { text, succeeded } = report(
      { read: 500_000, accepted: 500_000, requests: 250 },
      { accepted: 499_990, quarantined: 10, missing: 0 },
    );
    expect(succeeded).toBe(true);
    expect(text).toContain('Landed exactly 500,000.');
    expect(text).toMatch(/sent +500,000 +250 requests, 50.0 s, 10,000 events\/s/);
    expect(text).toMatch(/quarantined +10 /);
  });

  it.each([
    [{ accepted: 90, quarantined: 0, missing: 0 }, '10 did not land in Bronze'],
    [{ accepted: 98, quarantined: 0, missing: 2 }, '2 did not land in Bronze'],
    [{ accepted: 100, quarantined: 0, missing: 1 }, '1 did not land in Bronze'],
  ])('fails when %j landed of 100', (landed, sentence) => {
    const { text, succeeded } = report({ accepted: 100 }, landed);
    expect(text).toContain(sentence);
    expect(succeeded).toBe(false);
  });

  it('distinguishes duplicates from events of other clients', () => {
    const landed = { accepted: 110, quarantined: 0, missing: 0 };
    expect(report({ accepted: 100, uncertain: 20 }, landed).text).toContain(
      'and 10 duplicates of requests that got no response',
    );
    expect(report({ accepted: 100, uncertain: 5 }, landed).text).toContain('another client');
    expect(report({ accepted: 100 }, landed, { isSimulated: true }).text).toContain(
      'this source runs as well',
    );
  });

  it('says whether rejected records are in the quarantine, and expects those to land', () => {
    const line = (totals: Partial<ReplayTotals>): string | undefined =>
      /rejected +\d+ +(.*)/.exec(report(totals).text)?.[1];
    expect(line({ rejected: 2 })).toBe('in no quarantine; --on-reject quarantine puts them there');
    expect(line({ rejected: 2, quarantined: 1 })).toBe('1 of them for the quarantine');
    expect(line({ rejected: 2, quarantined: 2 })).toBe('all of them for the quarantine');
    const landed = { accepted: 8, quarantined: 2, missing: 0 };
    expect(report({ accepted: 8, rejected: 2, quarantined: 2 }, landed).text).toContain('Landed exactly 10.');
  });

  it('fails for rejected and unreadable records unless allowed', () => {
    expect(report({ accepted: 9, rejected: 1 }).succeeded).toBe(false);
    expect(report({ accepted: 9, unreadable: 1 }).succeeded).toBe(false);
    expect(report({ accepted: 9, rejected: 1 }, undefined, { allowRejected: true }).succeeded).toBe(true);
  });

  it('always fails for failed records and an early end', () => {
    expect(report({ failed: 1 }, undefined, { allowRejected: true }).succeeded).toBe(false);
    const { text, succeeded } = report({}, undefined, { allowRejected: true, ended: 'interrupted' });
    expect([succeeded, text]).toEqual([false, expect.stringContaining('Ended early: interrupted')]);
  });

  it('shows the first five rows with their reasons', () => {
    const totals = new ReplayTotals();
    for (let row = 1; row <= 9; row++) totals.addExample({ row, reason: `reason ${row}` });
    const { text } = report({ rejected: 9, examples: totals.examples });
    expect(text).toContain('row 5: reason 5');
    expect(text).not.toContain('reason 6');
  });
});
