import { type ContractDescription } from './contract';
import { contracts } from './generated/contracts';
import { type Source } from './source';

/** All contracts that the app knows. */
export interface ContractCatalog<C extends ContractDescription = ContractDescription> {
  /** Every version of every type, by type, then by version. */
  all(): readonly C[];
  /** One version of a type; the newest when no version is given. */
  find(type: string, version?: number): C | undefined;
  /** Every version of every type of one source. */
  ofSource(source: Source): readonly C[];
}

/** The contracts of `schemas/` as data, without their validators. */
export function openCatalog(): ContractCatalog {
  return createCatalog<ContractDescription>(contracts);
}

/** @param contracts by type, then by version */
export function createCatalog<C extends ContractDescription>(contracts: readonly C[]): ContractCatalog<C> {
  const newest = new Map<string, C>();
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
