import { type LakeOperation } from '../wire/operation';

/** `GET` or `HEAD ?restype=account&comp=properties` of the account, a container or a blob → 200. */
export const getAccountInfo: LakeOperation = {
  name: 'GetAccountInformation',
  api: 'blob',
  sas: { resource: 'any', anyOf: '' },
  run: () => ({
    status: 200,
    headers: {
      'x-ms-sku-name': 'Standard_LRS',
      'x-ms-account-kind': 'StorageV2',
      'x-ms-is-hns-enabled': 'true',
      'content-length': 0,
    },
  }),
};
