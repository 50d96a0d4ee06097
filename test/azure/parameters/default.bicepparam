using '../../../bicep/main.bicep'

// The deployment of `azd up` without any settings.
param environmentName = 'dev'
param location = 'westeurope'
param principalId = '00000000-0000-0000-0000-0000000000d1'
