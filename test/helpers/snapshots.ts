import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MadeFrom, PARAMETERS } from '../bicep/inputs';

export const REPOSITORY = join(__dirname, '../..');

/** What a rule finds: a sentence each, that begins with the resource. */
export type Findings = readonly string[];

/** A resource as Azure would be asked for it. A text in brackets is computed from answers of Azure. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  /** With the names of its parents before it, as `account/default/bronze`. */
  readonly name: string;
  readonly apiVersion: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties?: unknown;
}

/** What the Bicep CLI writes as `<shape>.snapshot.json`. */
export interface Snapshot {
  readonly predictedResources: readonly Resource[];
  readonly diagnostics: readonly string[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Shapes that people deploy; `test/azure/parameters/<shape>.bicepparam` says each. */
export const SHAPES = [
  'closed-network',
  'default',
  'iot-hub-second-phase',
  'lean',
  'longest-name',
  'second-region',
] as const;
export type Shape = (typeof SHAPES)[number];

/** Shapes with every part, in a closed network and over the internet. */
export const COMPLETE = ['closed-network', 'longest-name'] as const satisfies readonly Shape[];

const readJson = (name: string): unknown =>
  JSON.parse(readFileSync(join(REPOSITORY, PARAMETERS, name), 'utf8'));

export const readSnapshot = (shape: Shape): Snapshot => readJson(`${shape}.snapshot.json`) as Snapshot;

export const readMadeFrom = (): MadeFrom => readJson('made-from.json') as MadeFrom;

export const resourcesOf = (shape: Shape): readonly Resource[] => readSnapshot(shape).predictedResources;

export const ofType = (resources: readonly Resource[], type: string): readonly Resource[] =>
  resources.filter((resource) => resource.type === type);

/** `Microsoft.Web/sites func-x`. */
export const told = ({ type, name }: Resource): string => `${type} ${name}`;

/** The last of the names in a resource's name. */
export const ownName = ({ name }: Resource): string => name.slice(name.lastIndexOf('/') + 1);

/** What is at a path, as `properties.sku.name`; undefined where nothing is. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (of, name) =>
        typeof of === 'object' && of !== null ? (of as Record<string, unknown>)[name] : undefined,
      value,
    );
}

/** A value and all values in it. */
export function* walk(value: unknown): Generator {
  yield value;
  if (typeof value !== 'object' || value === null) return;
  for (const inner of Object.values(value)) yield* walk(inner);
}

export const textsIn = (value: unknown): readonly string[] =>
  [...walk(value)].filter((inner) => typeof inner === 'string');

/** A sample for the tests of rules: a copy of a snapshot's resource with other properties at the top or in `properties`. */
export function changed(resource: Resource, change: Partial<Resource>, properties: object = {}): Resource {
  return { ...resource, ...change, properties: { ...(resource.properties as object), ...properties } };
}
