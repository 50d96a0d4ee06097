import { type ContractMetadata } from '../../src/lib/contracts/contract';
import { GENERATED_NOTICE } from './generated-notice';
import { type SchemaFile } from './schema-file';

/** The text of `contracts.js`: the metadata and the schema of every contract as data. */
export function writeContracts(files: readonly SchemaFile[]): string {
  const contracts = files.map(({ schema }) => ({
    id: schema['$id'],
    title: schema['title'],
    description: schema['description'],
    ...(schema['x-contract'] as ContractMetadata),
    schema,
  }));
  return [
    "'use strict';",
    GENERATED_NOTICE,
    "/** @type {readonly import('../contract').ContractDescription[]} */",
    `const contracts = ${JSON.stringify(contracts, undefined, 2)};`,
    'exports.contracts = contracts;',
    '',
  ].join('\n');
}
