import { type ContractDescription, type ContractMetadata } from '../../src/lib/contracts/contract';
import { GENERATED_NOTICE } from './generated-notice';
import { type SchemaFile } from './schema-file';

/** Metadata and schema of every contract as data. Expects checked files. */
export function toContractData(files: readonly SchemaFile[]): readonly ContractDescription[] {
  return files.map(({ schema }) => ({
    id: schema['$id'] as string,
    title: schema['title'] as string,
    description: schema['description'] as string,
    ...(schema['x-contract'] as ContractMetadata),
    schema,
  }));
}

/** The text of `contracts.js`. */
export function writeContracts(files: readonly SchemaFile[]): string {
  const contracts = toContractData(files);
  return [
    "'use strict';",
    GENERATED_NOTICE,
    "/** @type {readonly import('../contract').ContractDescription[]} */",
    `const contracts = ${JSON.stringify(contracts, undefined, 2)};`,
    'exports.contracts = contracts;',
    '',
  ].join('\n');
}
