import { isJsonObject, type Json, type JsonObject } from '../../kit';
import {
  type FactoryDefinitions,
  type LinkedServiceDefinition,
  type ParameterDefinition,
} from '../definitions/factory-files';
import { ActivityFailure } from '../engine/activity-failure';
import { type ResolvedReference } from '../engine/run-context';
import { resolveValue } from '../expressions/resolve-value';

/** One side of a copy: a dataset and its linked service, with resolved expressions. */
export interface CopyEndpoint {
  readonly dataset: { readonly name: string; readonly type: string; readonly typeProperties: JsonObject };
  readonly linkedService: {
    readonly name: string;
    readonly type: string;
    readonly typeProperties: JsonObject;
    /** Name of the integration runtime, if it is not Azure's own. */
    readonly connectVia: string | undefined;
  };
}

/** @throws ActivityFailure `BadRequest` for unknown names and for parameters that do not match */
export function resolveEndpoint(definitions: FactoryDefinitions, reference: ResolvedReference): CopyEndpoint {
  const dataset = find(definitions.datasets, reference.referenceName, 'dataset');
  const scope = {
    dataset: fillParameters(dataset.parameters, reference.parameters, `dataset ${reference.referenceName}`),
  };
  const serviceName = dataset.linkedServiceName.referenceName;
  const service = find<LinkedServiceDefinition>(definitions.linkedServices, serviceName, 'linked service');
  const linkedService = fillParameters(
    service.parameters,
    resolveObject(dataset.linkedServiceName.parameters, scope),
    `linked service ${serviceName}`,
  );
  return {
    dataset: {
      name: reference.referenceName,
      type: dataset.type,
      typeProperties: resolveObject(dataset.typeProperties, scope),
    },
    linkedService: {
      name: serviceName,
      type: service.type,
      typeProperties: resolveObject(service.typeProperties, { linkedService }),
      connectVia: service.connectVia?.referenceName,
    },
  };
}

function find<T>(definitions: ReadonlyMap<string, T>, name: string, kind: string): T {
  const definition = definitions.get(name);
  if (definition === undefined)
    throw new ActivityFailure('BadRequest', `The ${kind} "${name}" does not exist.`);
  return definition;
}

function fillParameters(
  declared: Readonly<Record<string, ParameterDefinition>>,
  given: Readonly<Record<string, Json>>,
  owner: string,
): JsonObject {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(declared, name));
  if (unknown !== undefined) {
    throw new ActivityFailure('BadRequest', `The ${owner} has no parameter "${unknown}".`);
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, { defaultValue }]) => {
      const value = given[name] ?? defaultValue;
      if (value === undefined) {
        throw new ActivityFailure('BadRequest', `The ${owner} has no value for its parameter "${name}".`);
      }
      return [name, value];
    }),
  );
}

function resolveObject(
  value: Readonly<Record<string, Json>>,
  scope: Parameters<typeof resolveValue>[1],
): JsonObject {
  const resolved = resolveValue(value, scope);
  return isJsonObject(resolved) ? resolved : {};
}
