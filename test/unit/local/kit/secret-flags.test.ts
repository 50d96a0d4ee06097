import { defineService, flag, httpAddressFlags } from '../../../../local/kit';

interface Options {
  readonly key: string;
  readonly allowedHosts?: readonly string[];
}

const toService = (environment: NodeJS.ProcessEnv) =>
  defineService<Options, { readonly options: Options; close(): Promise<void> }>({
    name: 'shop',
    support: { service: 'Shop', defaultPort: 1, supported: [], refused: [] },
    flags: {
      key: flag.required(flag.secret('key', 'KEY', 'SHOP_KEY', environment)),
      allowedHosts: httpAddressFlags.allowedHosts,
    },
    start: (options) => Promise.resolve({ options, close: () => Promise.resolve() }),
    ready: ({ options }) => ({ options }),
  });

test('a secret comes from its environment variable, which the programs of the stand-in do not inherit', async () => {
  const environment = { SHOP_KEY: 'salt', OTHER: 'x' };
  const { ready } = await toService(environment).startFrom([]);
  expect(ready).toEqual({ options: { key: 'salt' } });
  expect(environment).toEqual({ OTHER: 'x' });
});

test('the flag of a secret has priority over its environment variable', async () => {
  const { ready } = await toService({ SHOP_KEY: 'salt' }).startFrom(['--key', 'pepper']);
  expect(ready).toEqual({ options: { key: 'pepper' } });
});

test.each([{}, { SHOP_KEY: '' }])('a secret is missing in the environment %j', async (environment) => {
  await expect(toService(environment).startFrom([])).rejects.toThrow(
    '--key is missing\nusage: main.js shop --key KEY [--allow-host NAME]...\n' +
      'The environment variable SHOP_KEY hides --key from other users.',
  );
});

test('--allow-host can be repeated', async () => {
  const { ready } = await toService({ SHOP_KEY: 'salt' }).startFrom([
    '--allow-host',
    'a',
    '--allow-host',
    'b',
  ]);
  expect(ready).toEqual({ options: { key: 'salt', allowedHosts: ['a', 'b'] } });
});
