import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { issueToken } from '../../../local/kit';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';
import { programArguments } from '../../testing/program';
import { AUDIENCE } from './power-bi-fixture';

const MODEL = '5b1de000-0000-4000-8000-000000000611';

const run = (service: 'power-bi' | 'key-vault', flags: readonly string[]): ChildProcess =>
  spawn(process.execPath, [...programArguments('local/main.ts'), service, ...flags], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, THE_URLS: '{}' },
  });

async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) text += String(chunk);
  return text;
}

async function readyOf(child: ChildProcess): Promise<Readonly<Record<string, unknown>>> {
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return (JSON.parse(line.toString()) as { readonly ready: Readonly<Record<string, unknown>> }).ready;
}

test('Power BI prints its address and its models, and stops when its standard input ends', async () => {
  const directory = await temporaryDirectory();
  try {
    const child = run('power-bi', [
      '--data',
      directory.path,
      '--token-key',
      'k',
      '--port',
      '0',
      '--semantic-model',
      `${MODEL}=Gold`,
    ]);
    const exited = once(child, 'exit');
    const ready = await readyOf(child);
    const endpoint = `http://127.0.0.1:${String(ready['port'])}`;
    expect(ready).toEqual({
      port: expect.any(Number) as number,
      endpoint,
      workspaceId: '5b1de000-0000-4000-8000-000000000001',
      semanticModels: { Gold: MODEL },
      arrivedUrl: `${endpoint}/arrived`,
    });
    const token = issueToken({ audience: AUDIENCE, key: 'k', now: new Date(), lifetimeSeconds: 60 });
    const answer = await fetch(`${endpoint}/v1.0/myorg/groups/${String(ready['workspaceId'])}/datasets`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await answer.json()).toMatchObject({ value: [{ id: MODEL, name: 'Gold' }] });
    child.stdin?.end();
    expect(await exited).toEqual([0, null]);
  } finally {
    await directory.remove();
  }
});

test('Key Vault prints its address, and stops when its standard input ends', async () => {
  const child = run('key-vault', ['--token-key', 'k', '--secret', 'push-urls=THE_URLS']);
  const exited = once(child, 'exit');
  const ready = await readyOf(child);
  expect(ready).toEqual({
    port: expect.any(Number) as number,
    vaultUrl: `http://127.0.0.1:${String(ready['port'])}`,
  });
  child.stdin?.end();
  expect(await exited).toEqual([0, null]);
});

test.each<['power-bi' | 'key-vault', readonly string[], RegExp]>([
  ['power-bi', ['--data', 'x'], /--token-key is missing\nusage: main\.js power-bi --data/],
  ['power-bi', ['--data', 'x', '--token-key', 'k', '--colour', 'red'], /--colour/],
  ['power-bi', ['--data', 'x', '--token-key', 'k', '--semantic-model', 'Gold'], /must be GUID=NAME/],
  [
    'power-bi',
    ['--data', 'x', '--token-key', 'k', '--workspace', 'mine'],
    /"mine" must be a GUID in lower case/,
  ],
  ['key-vault', ['--token-key', 'k', '--secret', 'a=NOT_SET'], /NOT_SET is not set/],
  ['key-vault', ['--token-key', 'k', '--port', 'x'], /--port must be a port number/],
])('%s refuses %j', async (service, flags, why) => {
  const child = run(service, flags);
  const [errors, exit] = await Promise.all([textOf(child.stderr), once(child, 'exit')]);
  expect(errors).toMatch(why);
  expect(exit).toEqual([1, null]);
});
