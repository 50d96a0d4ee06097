import { type Source } from './source';
import { type Contract } from './contract';
import { type ContractData, type GeneratedContracts, generatedContracts } from './generated-contracts';
import { toRejections } from './to-rejections';

/** All contracts that the app knows. */
export interface ContractRegistry {
  /** Every version of every type, by type, then by version. */
  all(): readonly Contract[];
  /** One version of a type; the newest when no version is given. */
  find(type: string, version?: number): Contract | undefined;
  /** Every version of every type of one source. */
  ofSource(source: Source): readonly Contract[];
}

/**
 * @param generated what the generator wrote. @default the contracts of `schemas/`
 */
export function createRegistry(generated: GeneratedContracts = generatedContracts): ContractRegistry {
  const contracts = generated.contracts.map((data) => toContract(data, generated));
  const newest = new Map<string, Contract>();
  for (const contract of contracts) {
    if (contract.version > (newest.get(contract.type)?.version ?? 0)) newest.set(contract.type, contract);
  }
  return {
    all: () => contracts,
    find: (type, version) =>
      version === undefined
        ? newest.get(type)
        : contracts.find((contract) => contract.type === type && contract.version === version),
    ofSource: (source) => contracts.filter((contract) => contract.source === source),
  };
}

function toContract(data: ContractData, { readers, validators }: GeneratedContracts): Contract {
  const read = readers[data.id];
  const validator = validators[data.id];
  if (!read || !validator) throw new Error(`Nothing was generated for ${data.id}; run \`npm run generate\`.`);
  return {
    ...data,
    read,
    validate: (record) => (validator(record) ? undefined : toRejections(validator.errors ?? [])),
  };
}
