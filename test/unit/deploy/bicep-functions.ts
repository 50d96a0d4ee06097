/**
 * Functions of Bicep that the files may call, without those that read secrets
 * (https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions).
 */
export const BICEP_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'any array concat contains empty first flatten indexOf intersection last lastIndexOf length max min range skip take union ' +
    'objectKeys items mapValues groupBy shallowMerge toObject filter map reduce sort json coalesce ' +
    'base64 base64ToString dataUri endsWith format guid join padLeft replace split startsWith string substring toLower toUpper ' +
    'trim uniqueString uri uriComponent int bool dateTimeAdd utcNow ' +
    'loadTextContent loadJsonContent loadYamlContent loadFileAsBase64 ' +
    'resourceGroup subscription tenant managementGroup deployment environment ' +
    'resourceId subscriptionResourceId extensionResourceId tenantResourceId reference pickZones ' +
    'cidrSubnet cidrHost parseCidr fail nameof'
  ).split(' '),
);
