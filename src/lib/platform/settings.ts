import { z } from 'zod';
import { SluiceError } from './errors';

/** Settings of the process, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings of one feature, and the configuration that it makes of them. */
export interface SettingsDefinition<Config, Shape extends z.core.$ZodLooseShape = z.core.$ZodLooseShape> {
  /** The settings by name, each with a description. */
  readonly shape: Shape;
  /**
   * @param problems receives a sentence for each setting that contradicts others
   * @returns any value if there is a problem, because it is not used then
   */
  readonly toConfig: (settings: z.infer<z.ZodObject<Shape>>, problems: string[]) => Config;
}

type Configs<Definitions> = {
  readonly [Name in keyof Definitions]: Definitions[Name] extends {
    toConfig: (...args: never[]) => infer Config;
  }
    ? Config
    : never;
};

/** A definition of any feature. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each definition has its own shape
export type AnySettings = SettingsDefinition<unknown, any>;

/** Declares settings. Their types follow from the shape. */
export function defineSettings<Shape extends z.core.$ZodLooseShape, Config>(
  shape: Shape,
  toConfig: SettingsDefinition<Config, Shape>['toConfig'],
): SettingsDefinition<Config, Shape> {
  return { shape, toConfig };
}

/**
 * Reads and checks the settings of one or more features.
 *
 * @param definitions by the names of the returned configurations
 * @throws SluiceError `config_invalid` that lists every wrong setting with its remedy
 */
export function readSettings<Definitions extends Readonly<Record<string, AnySettings>>>(
  definitions: Definitions,
  environment: Environment,
): Configs<Definitions> {
  const problems: string[] = [];
  const parsed = Object.entries(definitions).flatMap(([name, definition]) => {
    const result = z
      .object(definition.shape as z.core.$ZodLooseShape)
      .safeParse(givenOf(definition, environment));
    if (result.success) return [{ name, definition, values: result.data }];
    for (const { path, message } of result.error.issues) problems.push(`${path.join('.')}: ${message}`);
    return [];
  });
  const configs: Record<string, unknown> = {};
  for (const { name, definition, values } of parsed) configs[name] = definition.toConfig(values, problems);
  if (problems.length > 0) {
    const all = [...new Set(problems)];
    throw new SluiceError(
      'config_invalid',
      `the settings are not valid:\n${all.map((problem) => `  ${problem}`).join('\n')}`,
      { kind: 'misuse', data: { problems: all } },
    );
  }
  return freezeAll(configs) as Configs<Definitions>;
}

/** An empty text means "not set": deployment templates write it for parts that are switched off. */
function givenOf({ shape }: AnySettings, environment: Environment): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of Object.keys(shape as object)) {
    const value = environment[name];
    if (value !== undefined && value !== '') given[name] = value;
  }
  return given;
}

/** Freezes a value and all its members. */
function freezeAll<T extends object>(value: T): T {
  for (const part of Object.values(value) as unknown[]) {
    if (typeof part === 'object' && part !== null) freezeAll(part);
  }
  return Object.freeze(value);
}
