import { type HttpHandler } from '@azure/functions';
import { type ContractCatalog } from './catalog';
import { type ContractDescription } from './contract';
import { type ContractDetail, type ContractList, type ContractSummary, type ContractVersions } from './api';
import { badRequest, notFound, toJsonResponse } from '../platform/http/responses';

/** Creates a handler that returns all contracts, without their schemas. */
export function createContractsHandler(catalog: () => ContractCatalog): HttpHandler {
  return () => {
    const list: ContractList = { contracts: catalog().all().map(toSummary) };
    return toJsonResponse(list);
  };
}

/** Creates a handler that returns the versions of one type, or one version with its schema. */
export function createContractHandler(catalog: () => ContractCatalog): HttpHandler {
  return (request) => {
    const all = catalog().all();
    const { type = '', version } = request.params;
    const versions = all.filter((contract) => contract.type === type);
    if (versions.length === 0) {
      const known = [...new Set(all.map((contract) => contract.type))].join(', ');
      return notFound('contract_unknown', `There is no contract '${type}'; the contracts are ${known}.`);
    }
    if (version === undefined) {
      const list: ContractVersions = { type, versions: versions.map(toSummary) };
      return toJsonResponse(list);
    }
    if (!/^[1-9]\d{0,3}$/.test(version))
      return badRequest('version_invalid', 'A version must be a whole number from 1.');
    const contract = versions.find((one) => one.version === Number(version));
    if (contract === undefined) {
      const known = versions.map((one) => one.version).join(', ');
      return notFound('contract_unknown', `'${type}' has no version ${version}; it has ${known}.`);
    }
    const detail: ContractDetail = { ...toSummary(contract), schema: contract.schema };
    return toJsonResponse(detail);
  };
}

function toSummary(contract: ContractDescription): ContractSummary {
  const { id, type, version, source, title, description } = contract;
  const { eventId, eventTime, partitionKey, personalData, departments, history, windows } = contract;
  return {
    id,
    type,
    version,
    source,
    title,
    description,
    eventId,
    eventTime,
    partitionKey,
    personalData,
    departments,
    history: history ?? null,
    windows: windows ?? null,
    url: `/api/contracts/${type}/${version}`,
  };
}
