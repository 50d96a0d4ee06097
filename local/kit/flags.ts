import { parseArgs } from 'node:util';
import { certificateFiles, type TlsFiles } from './certificates';
import { StandInError } from './stand-in-error';

/** One flag of a stand-in's command line. */
export interface Flag<Value> {
  /** Without dashes. */
  readonly name: string;
  /** Placeholder of the value in the usage; `undefined` for a switch. */
  readonly placeholder: string | undefined;
  readonly isRequired: boolean;
  readonly isRepeated: boolean;
  /** Environment variable that sets the option if the flag is missing. @default none */
  readonly variable?: string;
  /** Takes the value of `variable`; `undefined` if it is not set. */
  readonly takeVariable?: () => string | undefined;
  /**
   * @param texts given values, at least one; none for a switch @throws TypeError with the name of the flag
   */
  readonly read: (texts: readonly string[]) => Value;
}

type RequiredKeys<Options> = {
  [Key in keyof Options]-?: object extends Pick<Options, Key> ? never : Key;
}[keyof Options];

/** Flags by the option that they set. A required option has a required flag. */
export type FlagTable<Options> = {
  readonly [Key in RequiredKeys<Options>]: Flag<Options[Key]> & { readonly isRequired: true };
} & {
  readonly [Key in Exclude<keyof Options, RequiredKeys<Options>>]?: Flag<Exclude<Options[Key], undefined>>;
};

export const flag = {
  text: (name: string, placeholder: string): Flag<string> => toFlag(name, placeholder, ([text = '']) => text),

  texts: (name: string, placeholder: string): Flag<readonly string[]> => ({
    ...toFlag(name, placeholder, (texts) => texts),
    isRepeated: true,
  }),

  /** A whole number of at most nine digits. */
  wholeNumber: (name: string): Flag<number> =>
    toFlag(name, 'N', ([text = '']) => {
      if (!/^\d{1,9}$/.test(text)) throw new TypeError(`--${name} must be a whole number, not "${text}"`);
      return Number(text);
    }),

  /** A number from 0, with or without a fraction. */
  number: (name: string): Flag<number> =>
    toFlag(name, 'N', ([text = '']) => {
      if (text.trim() === '' || !(Number(text) >= 0))
        throw new TypeError(`--${name} must be a number from 0, not "${text}"`);
      return Number(text);
    }),

  choice: <Choice extends string>(name: string, choices: readonly Choice[]): Flag<Choice> =>
    toFlag(name, choices.join('|'), ([text = '']) => {
      const choice = choices.find((one) => one === text);
      if (choice === undefined)
        throw new TypeError(`--${name} must be one of ${choices.join(', ')}, not "${text}"`);
      return choice;
    }),

  /** A switch without a value. */
  toggle: (name: string): Flag<boolean> => toFlag(name, undefined, () => true),

  /** Values by name, such as `--var lake=/data --var zone=UTC`. */
  pairs: (name: string, placeholder = 'NAME=VALUE'): Flag<Readonly<Record<string, string>>> => ({
    ...toFlag(name, placeholder, (texts) =>
      Object.fromEntries(texts.map((text) => splitPair(name, placeholder, text))),
    ),
    isRepeated: true,
  }),

  /** Values by name from environment variables, which other users of the machine cannot read. */
  secrets: (
    name: string,
    placeholder: string,
    environment: NodeJS.ProcessEnv,
  ): Flag<Readonly<Record<string, string>>> => ({
    ...toFlag(name, placeholder, (texts) =>
      Object.fromEntries(
        texts.map((text) => {
          const [key, variable] = splitPair(name, placeholder, text);
          const value = environment[variable];
          if (value === undefined) throw new TypeError(`--${name} ${key}: ${variable} is not set`);
          return [key, value];
        }),
      ),
    ),
    isRepeated: true,
  }),

  /**
   * A secret. Other users of the machine can read a command line, so programs give it in the environment
   * variable. It is removed from there, so that programs that the stand-in starts do not inherit it.
   */
  secret: (
    name: string,
    placeholder: string,
    variable: string,
    environment: NodeJS.ProcessEnv,
  ): Flag<string> => ({
    ...flag.text(name, placeholder),
    variable,
    takeVariable: () => {
      const { [variable]: value } = environment;
      Reflect.deleteProperty(environment, variable);
      return value === '' ? undefined : value;
    },
  }),

  required: <Value>(one: Flag<Value>): Flag<Value> & { readonly isRequired: true } => ({
    ...one,
    isRequired: true,
  }),
};

const PORT: Flag<number> = toFlag('port', 'N', ([text = '']) => {
  if (!/^\d{1,5}$/.test(text)) throw new TypeError(`--port must be a port number, not "${text}"`);
  return Number(text);
});

/** Flags of the address, which every stand-in has. */
export const addressFlags = { port: PORT, host: flag.text('host', 'ADDRESS') } as const;

/** Secret that signs tokens, for a service that can run without. */
export const optionalTokenKeyFlag = flag.secret('token-key', 'KEY', 'SLUICE_TOKEN_KEY', process.env);

/** Secret that signs tokens, which the identity endpoint and all services of a stack share. */
export const tokenKeyFlag = flag.required(optionalTokenKeyFlag);

/** Flags of the address of a stand-in that speaks HTTP. */
export const httpAddressFlags = { ...addressFlags, allowedHosts: flag.texts('allow-host', 'NAME') } as const;

/** Folder of the certificates that `prepareCertificates` makes. */
export const tlsFlag: Flag<TlsFiles> = toFlag('tls', 'DIRECTORY', ([directory = '']) =>
  certificateFiles(directory),
);

/**
 * Reads a command line.
 *
 * @param program name in the usage
 * @returns the given options; missing ones keep their defaults
 * @throws StandInError `option_invalid`, with the usage
 */
export function readFlags<Options>(
  program: string,
  table: FlagTable<Options>,
  args: readonly string[],
): Options {
  const flags = Object.entries<Flag<unknown>>(table);
  try {
    const { values: given } = parseArgs({
      args: [...args],
      options: Object.fromEntries(
        flags.map(([, { name, placeholder }]) => [
          name,
          placeholder === undefined
            ? { type: 'boolean' as const }
            : { type: 'string' as const, multiple: true },
        ]),
      ),
    });
    const values = new Map(flags.map(([, one]) => [one.name, given[one.name] ?? takeVariable(one)]));
    const missing = flags.filter(([, { name, isRequired }]) => isRequired && values.get(name) === undefined);
    if (missing.length > 0)
      throw new TypeError(`${missing.map(([, { name }]) => `--${name}`).join(' or ')} is missing`);
    const set = flags.filter(([, { name }]) => values.get(name) !== undefined);
    // The type of the table ensures one flag for each option.
    return Object.fromEntries(set.map(([key, one]) => [key, readOne(one, values.get(one.name))])) as Options;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StandInError('option_invalid', `${reason}\n${toUsage(program, flags)}`, error);
  }
}

function takeVariable({ takeVariable: take }: Flag<unknown>): readonly string[] | undefined {
  const value = take?.();
  return value === undefined ? undefined : [value];
}

function readOne({ name, isRepeated, read }: Flag<unknown>, value: unknown): unknown {
  const texts = Array.isArray(value) ? (value as readonly string[]) : [];
  if (!isRepeated && texts.length > 1) throw new TypeError(`--${name} is set twice`);
  return read(texts);
}

function toUsage(program: string, flags: readonly (readonly [string, Flag<unknown>])[]): string {
  const shown = flags.map(([, { name, placeholder, isRequired, isRepeated }]) => {
    const text = placeholder === undefined ? `--${name}` : `--${name} ${placeholder}`;
    return `${isRequired ? text : `[${text}]`}${isRepeated ? '...' : ''}`;
  });
  const secrets = flags.flatMap(([, { name, variable }]) =>
    variable === undefined
      ? []
      : [`\nThe environment variable ${variable} hides --${name} from other users.`],
  );
  return `usage: ${[program, ...shown].join(' ')}${secrets.join('')}`;
}

function toFlag<Value>(
  name: string,
  placeholder: string | undefined,
  read: (texts: readonly string[]) => Value,
): Flag<Value> {
  return { name, placeholder, isRequired: false, isRepeated: false, read };
}

function splitPair(name: string, placeholder: string, text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new TypeError(`--${name} must be ${placeholder}, not "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
}
