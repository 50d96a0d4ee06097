import { CommitQueue } from '../../../local/lake/store/commit-queue';
import { type Change } from '../../../local/lake/store/entry';

/** A queue whose commits wait for the test. */
function heldQueue(): {
  queue: CommitQueue;
  commits: string[][];
  letGo: () => void;
  failNext: (error: Error) => void;
} {
  const commits: string[][] = [];
  let letGo: () => void = () => undefined;
  let failure: Error | undefined;
  const queue = new CommitQueue(async (changes) => {
    commits.push(changes.map(({ path }) => path));
    await new Promise<void>((fulfil) => (letGo = fulfil));
    if (failure !== undefined) throw failure;
  });
  return {
    queue,
    commits,
    letGo: () => {
      letGo();
    },
    failNext: (error) => {
      failure = error;
    },
  };
}

const remove = (path: string, alone = false) => ({
  paths: [path],
  alone,
  decide: (): { changes: Change[]; value: string } => ({ changes: [{ op: 'remove', path }], value: path }),
});

/** Runs everything that does not wait for a commit. */
const settle = () => new Promise((fulfil) => setImmediate(fulfil));

describe('CommitQueue', () => {
  test('combines independent intents into one commit, and keeps the order of others', async () => {
    const { queue, commits, letGo } = heldQueue();
    const paths = ['f/a', 'f/b', 'f/a', 'f/b/c', 'f/d', 'f/a'];
    const done = Promise.all(paths.map((path) => queue.submit(remove(path))));
    for (let commit = 0; commit < 3; commit++) {
      await settle();
      letGo();
    }
    expect(await done).toEqual(paths);
    expect(commits).toEqual([['f/a', 'f/b', 'f/d'], ['f/a', 'f/b/c'], ['f/a']]);
  });

  test('commits an intent that affects paths below its own separately and in order', async () => {
    const { queue, commits, letGo } = heldQueue();
    const done = [remove('f/a'), remove('f', true), remove('f/b'), remove('g')].map((intent) =>
      queue.submit(intent),
    );
    for (let commit = 0; commit < 3; commit++) {
      await settle();
      letGo();
    }
    await Promise.all(done);
    expect(commits).toEqual([['f/a'], ['f'], ['f/b', 'g']]);
  });

  test('refuses all intents after a failed commit, because disk and journal may differ', async () => {
    const { queue, commits, letGo, failNext } = heldQueue();
    failNext(new Error('no space left'));
    const first = queue.submit(remove('f/a'));
    const second = queue.submit(remove('f/a'));
    const results = Promise.allSettled([first, second]);
    await settle();
    letGo();
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(queue.submit(remove('f/z'))).rejects.toThrow('no space left');
    expect(commits).toEqual([['f/a']]);
    await queue.idle();
  });
});
