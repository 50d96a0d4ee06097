using '../../../bicep/main.bicep'

// Without Databricks and Data Factory: the app lands and serves live windows; nothing refreshes Silver and Gold.
param environmentName = 'lean'
param location = 'westeurope'
param principalId = '00000000-0000-0000-0000-0000000000d1'
param deployDatabricks = false
param deployDataFactory = false
param simulate = false
param refreshSchedule = 'off'
