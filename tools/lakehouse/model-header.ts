import { type PersonalDataTreatment } from '../../src/lib/contracts/contract';

export interface HeaderColumn {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly personal?: PersonalDataTreatment;
}

export interface HeaderExpectation {
  readonly name: string;
  readonly check: string;
  readonly action: 'warn' | 'drop' | 'fail';
}

export interface ModelHeader {
  /** Source files of the model, relative to the folder of schemas. */
  readonly from: readonly string[];
  readonly description: string;
  /** Further members, each already YAML, in their order. */
  readonly members: Readonly<Record<string, string>>;
  readonly columns: readonly HeaderColumn[];
  readonly expectations: readonly HeaderExpectation[];
}

/** The block comment at the beginning of a generated model: YAML in reading order. */
export function writeHeader({ from, description, members, columns, expectations }: ModelHeader): string {
  const sources = from.map((file) => `schemas/${file}`).join(', ');
  return [
    '/*',
    `# Written by \`npm run generate\` from ${sources}. Change the schema, not this file.`,
    `description: ${text(description)}`,
    ...Object.entries(members).map(([name, yaml]) => `${name}: ${yaml}`),
    'columns:',
    ...columns.map(({ name, type, description: meaning, personal }) => {
      const treatment = personal === undefined ? '' : `, personal: ${personal}`;
      // A comma ends a value in YAML's braces.
      const plainType = type.includes(',') ? text(type) : type;
      return `  ${name}: { type: ${plainType}, description: ${text(meaning)}${treatment} }`;
    }),
    'expectations:',
    ...expectations.map(
      ({ name, check, action }) => `  - { name: ${name}, check: ${text(check)}, action: ${action} }`,
    ),
    '*/',
  ].join('\n');
}

/** A YAML text in quotation marks, which a JSON text is. It must not end the comment around it. */
function text(value: string): string {
  return JSON.stringify(value.replaceAll('*/', '* /'));
}
