import { type ContractCatalog, createCatalog } from './catalog';
import { type Contract, type ContractDescription } from './contract';
import { toRejections, type ValidatorError } from './rejections';
import { contracts } from './generated/contracts';
import { readers } from './generated/readers';
import { validators } from './generated/validators';

/** All contracts of the app, with their validators. */
export type ContractRegistry = ContractCatalog<Contract>;

/**
 * Creates a registry.
 *
 * @param generated output of the generator. @default the contracts of `schemas/`
 */
export function createRegistry(generated: GeneratedContracts = generatedContracts): ContractRegistry {
  return createCatalog(generated.contracts.map((data) => toContract(data, generated)));
}

function toContract(data: ContractDescription, { readers, validators }: GeneratedContracts): Contract {
  const read = readers[data.id];
  const validator = validators[data.id];
  if (!read || !validator)
    throw new Error(`There is no generated code for ${data.id}; run \`npm run generate\`.`);
  return {
    ...data,
    read,
    validate: (record) => (validator(record) ? undefined : toRejections(validator.errors ?? [])),
  };
}

/** Ajv's generated code for one contract. It returns whether a record is valid, and sets `errors` if not. */
export interface Validator {
  (record: unknown): boolean;
  errors?: readonly ValidatorError[] | null;
}

/**
 * Generated code behind `Contract.read`. Returns the end of a valid record, or -1 to leave it to the {@link
 * Validator}.
 */
export type RecordReader = (bytes: Uint8Array, at: number) => number;

/** Output of the generator in one folder. */
export interface GeneratedContracts {
  readonly contracts: readonly ContractDescription[];
  /** By contract id. */
  readonly readers: Readonly<Record<string, RecordReader>>;
  /** By contract id. */
  readonly validators: Readonly<Record<string, Validator>>;
}

/** The contracts of `schemas/`, compiled by `npm run generate`. */
export const generatedContracts: GeneratedContracts = { contracts, readers, validators };
