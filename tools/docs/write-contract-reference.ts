import { code, escapeText, table } from './markdown';

/** The parts of a contract that the reference shows. */
export interface ContractSchema {
  readonly title: string;
  readonly description: string;
  readonly 'x-contract': {
    readonly source: string;
    readonly type: string;
    readonly version: number;
    readonly eventId: string;
    readonly eventTime: string;
    readonly partitionKey: string;
    readonly personalData: readonly { readonly path: string; readonly treatment?: string }[];
    readonly departments: readonly string[];
  };
  readonly required?: readonly string[];
  readonly properties: Readonly<Record<string, Field>>;
  readonly $defs?: Readonly<Record<string, Field>>;
  readonly examples?: readonly unknown[];
}

interface Field {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Field>>;
  readonly items?: Field;
}

/** Writes the reference of one contract: its properties, fields with their rules, and an example. */
export function writeContractReference(schema: ContractSchema): string {
  const { type, version, source, eventId, eventTime, partitionKey, departments, personalData } =
    schema['x-contract'];
  const rows: (readonly string[])[] = [];
  addFields(schema, schema.properties, schema.required ?? [], '', rows);
  const [example] = schema.examples ?? [];
  return [
    `# ${type}, version ${version}`,
    escapeText(schema.description),
    table(
      ['Property', 'Value'],
      [
        ['source', code(source)],
        ['event id', code(eventId)],
        ['event time', code(eventTime)],
        ['partition key', code(partitionKey)],
        ['departments', departments.map(code).join(', ')],
        ['personal data', personalData.map(({ path }) => code(path)).join(', ') || 'none'],
      ],
    ),
    '## Fields',
    table(['Field', 'Required', 'Rule', 'Description'], rows),
    example === undefined ? '' : `## Example\n\n\`\`\`json\n${JSON.stringify(example, undefined, 2)}\n\`\`\``,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function addFields(
  schema: ContractSchema,
  fields: Readonly<Record<string, Field>>,
  required: readonly string[],
  path: string,
  rows: (readonly string[])[],
): void {
  for (const [name, declared] of Object.entries(fields)) {
    const field = resolve(schema, declared);
    const place = `${path}/${name}`;
    rows.push([
      code(place),
      required.includes(name) ? 'yes' : 'no',
      ruleOf(field),
      escapeText(declared.description ?? field.description ?? ''),
    ]);
    if (field.properties !== undefined) {
      addFields(schema, field.properties, field.required ?? [], place, rows);
    }
    const item = field.items === undefined ? undefined : resolve(schema, field.items);
    if (item?.properties !== undefined) {
      addFields(schema, item.properties, item.required ?? [], `${place}/*`, rows);
    }
  }
}

function resolve(schema: ContractSchema, field: Field): Field {
  const name = field.$ref?.split('/').at(-1);
  return name === undefined ? field : (schema.$defs?.[name] ?? field);
}

function ruleOf(field: Field): string {
  const parts: string[] = [];
  if (field.enum !== undefined)
    parts.push(`one of ${field.enum.map((value) => code(String(value))).join(', ')}`);
  else if (field.const !== undefined) parts.push(code(JSON.stringify(field.const)));
  else if (field.type !== undefined) parts.push([field.type].flat().join(' or '));
  if (field.format !== undefined) parts.push(`format ${code(field.format)}`);
  if (field.pattern !== undefined) parts.push(`pattern ${code(field.pattern)}`);
  if (field.minimum !== undefined) parts.push(`at least ${field.minimum}`);
  if (field.maximum !== undefined) parts.push(`at most ${field.maximum}`);
  if (field.minLength !== undefined) parts.push(`at least ${field.minLength} characters`);
  if (field.maxLength !== undefined) parts.push(`at most ${field.maxLength} characters`);
  return parts.join(', ');
}
