import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode, type Json, StandInError } from '../../kit';

const json: z.ZodType<Json> = z.json();
const parameter = z.strictObject({ type: z.string(), defaultValue: json.optional() });
const parameters = z.record(z.string(), parameter).default({});
const labels = { description: z.string().optional(), annotations: z.array(json).optional() };
const reference = z.strictObject({
  referenceName: z.string(),
  type: z.string(),
  parameters: z.record(z.string(), json).default({}),
});

/** The declaration of a parameter of a pipeline, dataset or linked service. */
export type ParameterDefinition = z.infer<typeof parameter>;
/** A reference to a dataset or linked service, with values (often expressions) of its parameters. */
export type Reference = z.infer<typeof reference>;

const activity = z.strictObject({
  name: z.string(),
  description: z.string().optional(),
  type: z.string(),
  dependsOn: z
    .array(
      z.strictObject({
        activity: z.string(),
        dependencyConditions: z.array(z.enum(['Succeeded', 'Failed', 'Skipped', 'Completed'])).min(1),
      }),
    )
    .default([]),
  policy: z.record(z.string(), json).optional(),
  userProperties: z.array(json).default([]),
  typeProperties: z.record(z.string(), json).default({}),
  inputs: z.array(reference).default([]),
  outputs: z.array(reference).default([]),
  linkedServiceName: json.optional(),
  state: z.string().optional(),
  onInactiveMarkAs: z.string().optional(),
});

/** An activity of a pipeline. The executor of its type reads `typeProperties` when it runs. */
export type ActivityDefinition = z.infer<typeof activity>;
export const activityList = z.array(activity);

const pipeline = z.strictObject({
  ...labels,
  activities: activityList,
  parameters,
  variables: z.record(z.string(), json).default({}),
  concurrency: z.number().optional(),
  folder: json.optional(),
  policy: json.optional(),
  runDimensions: z.record(z.string(), json).optional(),
  lastPublishTime: z.string().optional(),
});

const dataset = z.strictObject({
  ...labels,
  type: z.string(),
  linkedServiceName: reference,
  parameters,
  typeProperties: z.record(z.string(), json).default({}),
  schema: json.optional(),
  structure: json.optional(),
  folder: json.optional(),
});

const linkedService = z.strictObject({
  ...labels,
  type: z.string(),
  version: z.string().optional(),
  parameters,
  typeProperties: z.record(z.string(), json).default({}),
  connectVia: reference.optional(),
});

export type PipelineDefinition = z.infer<typeof pipeline>;
export type DatasetDefinition = z.infer<typeof dataset>;
export type LinkedServiceDefinition = z.infer<typeof linkedService>;

/** The definitions of a factory, by name. */
export interface FactoryDefinitions {
  readonly pipelines: ReadonlyMap<string, PipelineDefinition>;
  readonly datasets: ReadonlyMap<string, DatasetDefinition>;
  readonly linkedServices: ReadonlyMap<string, LinkedServiceDefinition>;
}

/**
 * Reads the definitions of a factory from the folders `pipeline/`, `dataset/` and `linkedService/`, one JSON
 * file each. This is the format of a factory's Git repository
 * (https://learn.microsoft.com/azure/data-factory/source-control).
 *
 * @throws StandInError `option_invalid` with the name of the invalid file
 */
export function readFactoryFiles(directory: string): FactoryDefinitions {
  return {
    pipelines: readFolder(join(directory, 'pipeline'), pipeline),
    datasets: readFolder(join(directory, 'dataset'), dataset),
    linkedServices: readFolder(join(directory, 'linkedService'), linkedService),
  };
}

function readFolder<T>(folder: string, properties: z.ZodType<T>): Map<string, T> {
  const shape = z.strictObject({ name: z.string(), type: z.string().optional(), properties });
  const found = new Map<string, T>();
  for (const file of listJson(folder)) {
    try {
      const definition = shape.parse(JSON.parse(readFileSync(file, 'utf8')));
      if (!file.endsWith(`/${definition.name}.json`)) throw new TypeError(`its name is "${definition.name}"`);
      found.set(definition.name, definition.properties);
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      throw new StandInError('option_invalid', `${file} is not a definition: ${reason}`, error);
    }
  }
  return found;
}

function listJson(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => `${folder}/${name}`);
  } catch (error) {
    // A factory need not have every type of definition.
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}
