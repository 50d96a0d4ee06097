import { type ContractCatalog, createCatalog } from './catalog';
import { type Contract, type ContractDescription } from './contract';
import { toRejections, type ValidatorError } from './rejections';
import { contracts } from './generated/contracts';
import { readers } from './generated/readers';
import { validators } from './generated/validators';

/** All contracts that the app knows, ready to validate. */
export type ContractRegistry = ContractCatalog<Contract>;

/**
 * @param generated what the generator wrote. @default the contracts of `schemas/`
 */
export function createRegistry(generated: GeneratedContracts = generatedContracts): ContractRegistry {
  return createCatalog(generated.contracts.map((data) => toContract(data, generated)));
}

function toContract(data: ContractDescription, { readers, validators }: GeneratedContracts): Contract {
  const read = readers[data.id];
  const validator = validators[data.id];
  if (!read || !validator) throw new Error(`Nothing was generated for ${data.id}; run \`npm run generate\`.`);
  return {
    ...data,
    read,
    validate: (record) => (validator(record) ? undefined : toRejections(validator.errors ?? [])),
  };
}

/** Ajv's generated code for one contract: tells whether a record is valid, and leaves every error behind if not. */
export interface Validator {
  (record: unknown): boolean;
  errors?: readonly ValidatorError[] | null;
}

/** Generated code behind `Contract.read`: where a record that keeps its contract ends; -1 leaves it to the {@link Validator}. */
export type RecordReader = (bytes: Uint8Array, at: number) => number;

/** What the generator wrote to one folder. */
export interface GeneratedContracts {
  readonly contracts: readonly ContractDescription[];
  /** By contract id. */
  readonly readers: Readonly<Record<string, RecordReader>>;
  /** By contract id. */
  readonly validators: Readonly<Record<string, Validator>>;
}

/** The contracts of `schemas/`, as `npm run generate` compiled them. */
export const generatedContracts: GeneratedContracts = { contracts, readers, validators };
