using '../../../bicep/main.bicep'

// What `azd up` deploys when nobody has set anything.
param environmentName = 'dev'
param location = 'westeurope'
param principalId = '00000000-0000-0000-0000-0000000000d1'
