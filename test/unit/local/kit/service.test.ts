import { addressFlags, defineService, flag, StandInError } from '../../../../local/kit';

interface Options {
  readonly directory: string;
  readonly port?: number;
  readonly host?: string;
  readonly names?: readonly string[];
  readonly values?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly size?: number;
  readonly mode?: 'fast' | 'safe';
  readonly loud?: boolean;
}

const service = defineService<Options, { readonly options: Options; close(): Promise<void> }>({
  name: 'shop',
  support: { service: 'Shop', defaultPort: 1, supported: [], refused: [] },
  flags: {
    directory: flag.required(flag.text('data', 'DIR')),
    ...addressFlags,
    names: flag.texts('name', 'NAME'),
    values: flag.pairs('var'),
    secrets: flag.secrets('secret', 'NAME=VARIABLE', { GIVEN: 'salt' }),
    size: flag.number('size'),
    mode: flag.choice('mode', ['fast', 'safe']),
    loud: flag.toggle('loud'),
  },
  start: (options) => Promise.resolve({ options, close: () => Promise.resolve() }),
  ready: ({ options }) => ({ options }),
});

describe('a service', () => {
  test('starts with the values of its flags only', async () => {
    const { ready } = await service.startFrom(['--data', 'x']);
    expect(ready).toEqual({ options: { directory: 'x' } });
  });

  test('reads every kind of flag', async () => {
    const { ready } = await service.startFrom([
      '--data',
      'x',
      '--port',
      '80',
      '--host',
      '::1',
      '--name',
      'a',
      '--name',
      'b',
      '--loud',
      '--var',
      'lake=/a=b',
      '--var',
      'zone=',
      '--secret',
      'pepper=GIVEN',
      '--size',
      '1.5',
      '--mode',
      'safe',
    ]);
    expect(ready).toEqual({
      options: {
        directory: 'x',
        port: 80,
        host: '::1',
        names: ['a', 'b'],
        values: { lake: '/a=b', zone: '' },
        secrets: { pepper: 'salt' },
        size: 1.5,
        mode: 'safe',
        loud: true,
      },
    });
  });

  test.each([
    [[], /^--data is missing/],
    [['--data', 'x', '--colour', 'red'], /--colour/],
    [['--data', 'x', '--data', 'y'], /^--data is set twice/],
    [['--data', 'x', '--port', '-1'], /port/],
    [['--data', 'x', '--port', 'abc'], /^--port must be a port number, not "abc"/],
    [['--data', 'x', '--var', 'lake'], /^--var must be NAME=VALUE, not "lake"/],
    [['--data', 'x', '--secret', 'pepper=NOT_SET'], /^--secret pepper: NOT_SET is not set/],
    [['--data', 'x', '--size', 'big'], /^--size must be a number from 0, not "big"/],
    [['--data', 'x', '--mode', 'slow'], /^--mode must be one of fast, safe, not "slow"/],
    [['--data', 'x', 'more'], /more/],
  ])('refuses %j with the usage', async (args, why) => {
    const error: unknown = await service.startFrom(args).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StandInError);
    expect(error).toMatchObject({ code: 'option_invalid', message: expect.stringMatching(why) as string });
    expect((error as StandInError).message).toContain(
      'usage: main.js shop --data DIR [--port N] [--host ADDRESS] [--name NAME]... [--var NAME=VALUE]... ' +
        '[--secret NAME=VARIABLE]... [--size N] [--mode fast|safe] [--loud]',
    );
  });
});
