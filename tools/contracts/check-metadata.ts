import { type ContractMetadata } from '../../src/lib/contracts/contract';
import { FORMAT_MAX_LENGTH } from '../../src/lib/contracts/formats';
import { inlineRefs, type JsonSchema } from '../../src/lib/contracts/catalog';
import { type Field, findField } from './find-field';
import { pointerStep, type Problem } from './problem';
import { type SchemaFile } from './schema-file';

/** Maximum length of the CloudEvents `id` in the envelope (src/lib/contracts/envelope.ts). */
const EVENT_ID_MAX_LENGTH = 256;
/** Event Hubs refuses longer partition keys. https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas */
const PARTITION_KEY_MAX_LENGTH = 128;

/**
 * Checks the `x-contract` block against the file's name and the schema. The file must have passed the checks of
 * structure.
 */
export function checkMetadata({ file, source, type, version, schema }: SchemaFile): readonly Problem[] {
  const metadata = schema['x-contract'] as ContractMetadata;
  const problems: Problem[] = [];
  const refuse = (pointer: string, message: string, remedy: string): void => {
    problems.push({ file, pointer, message, remedy });
  };

  const expect = (pointer: string, actual: unknown, expected: string | number): void => {
    if (actual !== expected)
      refuse(
        pointer,
        `does not agree with the file's name`,
        `set it to ${JSON.stringify(expected)} or rename the file`,
      );
  };
  expect('/$id', schema['$id'], `urn:sluice:contract:${type}:${version}`);
  expect('/x-contract/source', metadata.source, source);
  expect('/x-contract/type', metadata.type, type);
  expect('/x-contract/version', metadata.version, version);

  const inlined = inlineRefs(schema);
  for (const [key, maxLength] of [
    ['eventId', EVENT_ID_MAX_LENGTH],
    ['partitionKey', PARTITION_KEY_MAX_LENGTH],
  ] as const) {
    const field = findField(inlined, metadata[key]);
    const pointer = `/x-contract/${key}`;
    if (!field) refuse(pointer, 'there is no such field', 'point to a field of the schema, outside arrays');
    else if (!field.required)
      refuse(pointer, 'the field may be absent', 'require it, and each object around it');
    else if (
      field.shape['type'] !== 'string' ||
      longest(field.shape) > maxLength ||
      !refusesEmpty(field.shape)
    ) {
      refuse(
        pointer,
        'the field is not a suitable text',
        `make it a text of 1 to ${maxLength} characters, never null`,
      );
    }
  }

  const time = findField(inlined, metadata.eventTime);
  if (!time)
    refuse(
      '/x-contract/eventTime',
      'there is no such field',
      'point to a field of the schema, outside arrays',
    );
  else if (!time.required)
    refuse('/x-contract/eventTime', 'the field may be absent', 'require it, and each object around it');
  else if (time.shape['type'] !== 'string' || time.shape['format'] !== 'date-time') {
    refuse(
      '/x-contract/eventTime',
      'the field is not a time',
      'give the field type string and format date-time',
    );
  }

  for (const [index, { path }] of metadata.personalData.entries()) {
    const pointer = `/x-contract/personalData${pointerStep(index)}/path`;
    if (!findField(inlined, path))
      refuse(pointer, 'there is no such field', 'point to a field of the schema, outside arrays');
    if (metadata.personalData.findIndex((other) => other.path === path) !== index) {
      refuse(pointer, 'the field is listed twice', 'give it one treatment');
    }
  }
  return [...problems, ...checkHistory(metadata, (pointer) => findField(inlined, pointer), file)];
}

/** Checks that the fields of `x-contract/history` exist. */
function checkHistory(
  { history, partitionKey, personalData }: ContractMetadata,
  find: (pointer: string) => Field | undefined,
  file: string,
): readonly Problem[] {
  if (history === undefined) return [];
  const problems: Problem[] = [];
  const { key, erasedWhen } = history;
  if (key !== partitionKey) {
    problems.push({
      file,
      pointer: '/x-contract/history/key',
      message: 'versions of one subject may arrive through different partitions, and so out of order',
      remedy: `point key and partitionKey to the same field, now ${partitionKey}`,
    });
  }
  if (personalData.some(({ path }) => path === key)) {
    problems.push({
      file,
      pointer: '/x-contract/history/key',
      message: 'the field is personal and masked or generalised, so its values would not stay distinct',
      remedy: 'point to an identity that is not personal data',
    });
  }
  if (erasedWhen === undefined) return problems;
  const mark = find(erasedWhen.path);
  const pointer = '/x-contract/history/erasedWhen';
  if (!mark?.required) {
    problems.push({
      file,
      pointer: `${pointer}/path`,
      message: mark ? 'the field may be absent' : 'there is no such field',
      remedy: 'point to a required field of the schema, outside arrays',
    });
  } else if (![mark.shape['enum'], [mark.shape['const']]].flat().includes(erasedWhen.equals)) {
    problems.push({
      file,
      pointer: `${pointer}/equals`,
      message: 'the field never has this value',
      remedy: `use one of the values that ${erasedWhen.path} lists in enum, or its const`,
    });
  }
  return problems;
}

function longest({
  maxLength,
  format,
  enum: values,
}: {
  maxLength?: unknown;
  format?: unknown;
  enum?: unknown;
}): number {
  if (typeof maxLength === 'number') return maxLength;
  if (typeof format === 'string' && format in FORMAT_MAX_LENGTH) {
    return FORMAT_MAX_LENGTH[format as keyof typeof FORMAT_MAX_LENGTH];
  }
  return Array.isArray(values) ? Math.max(...values.map((value) => String(value).length)) : Infinity;
}

function refusesEmpty({
  minLength,
  pattern,
  format,
  enum: values,
}: JsonSchema & { minLength?: unknown; pattern?: unknown; format?: unknown; enum?: unknown }): boolean {
  if (typeof minLength === 'number' && minLength > 0) return true;
  if (typeof pattern === 'string') return !new RegExp(pattern, 'u').test('');
  return typeof format === 'string' || (Array.isArray(values) && !values.includes(''));
}
