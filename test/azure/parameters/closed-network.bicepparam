using '../../../bicep/main.bicep'

// All parts, with stores and hubs closed to the internet; the first of two deployments of an IoT hub.
param environmentName = 'closed'
param location = 'westeurope'
param secondLocation = 'northeurope'
param principalId = '00000000-0000-0000-0000-0000000000d1'
param vnetEnabled = true
param publicIngestion = false
param deployIotHub = true
param deployStreamAnalytics = true
param deploySynapse = true
param synapseDedicatedPoolSize = 'DW100c'
