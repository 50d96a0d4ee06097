import { runChecks } from '../../../src/lib/status/ready-handler';

const works = (): Promise<void> => Promise.resolve();
const fails = (): Promise<never> => Promise.reject(new Error('out of reach'));
const hangs = (): Promise<never> => new Promise(() => undefined);

describe('runChecks', () => {
  it('names nothing when all checks succeed', async () => {
    const { failed, slow } = await runChecks(new Map([['lake', works]]));
    expect({ failed: [...failed], slow }).toEqual({ failed: [], slow: [] });
  });

  it('tries a check that failed a second time, because one error is no alarm', async () => {
    let tries = 0;
    const once = (): Promise<void> => (++tries === 1 ? fails() : works());
    const { failed } = await runChecks(new Map([['lake', once]]));
    expect([...failed]).toEqual([]);
    expect(tries).toBe(2);
  });

  it('names checks that fail twice, in their order', async () => {
    const { failed } = await runChecks(
      new Map<string, () => Promise<void>>([
        ['hub iot', fails],
        ['lake', works],
        ['tables', fails],
      ]),
    );
    expect([...failed.keys()]).toEqual(['hub iot', 'tables']);
    expect(failed.get('tables')).toMatchObject({ message: 'out of reach' });
  });

  it('names a check that takes long as slow, and one without an answer as failed', async () => {
    let answer = (): void => undefined;
    const late = (): Promise<void> =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const checks = new Map<string, () => Promise<void>>([
      ['lake', late],
      ['tables', hangs],
    ]);
    const running = runChecks(checks, { slowMilliseconds: 5, maxMilliseconds: 60 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    answer();
    const { failed, slow } = await running;
    expect(slow).toEqual(['lake']);
    expect([...failed.entries()]).toMatchObject([['tables', { message: 'no answer within 60 ms' }]]);
  });
});
