import { type ContractCatalog, createCatalog } from './catalog';
import { type Contract, type ContractDescription } from './contract';
import { type GeneratedContracts, generatedContracts } from './generated-contracts';
import { toRejections } from './to-rejections';

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
