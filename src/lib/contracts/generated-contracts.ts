import { type ContractDescription } from './contract';
import { contracts } from './generated/contracts';
import { readers } from './generated/readers';
import { validators } from './generated/validators';

/** An error as Ajv's generated code reports it. */
export interface ValidatorError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
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
