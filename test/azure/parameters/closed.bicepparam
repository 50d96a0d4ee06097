using '../../../bicep/main.bicep'

param environmentName = 'closed'
param location = 'westeurope'
param principalId = '00000000-0000-0000-0000-0000000000d1'
param deployIotHub = true
param deployStreamAnalytics = true
param deploySynapse = true
param synapseDedicatedPoolSize = 'DW100c'
param vnetEnabled = true
param secondLocation = 'northeurope'
