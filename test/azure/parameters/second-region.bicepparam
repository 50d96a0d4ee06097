using '../../../bicep/main.bicep'

// With standby hubs in another region and copies of the lake in the paired one.
param environmentName = 'two-regions'
param location = 'westeurope'
param secondLocation = 'northeurope'
param principalId = '00000000-0000-0000-0000-0000000000d1'
param lakeRedundancy = 'GZRS'
