using '../../../bicep/main.bicep'

// A name of the maximum length, with every character that azd allows. All parts over the internet, deployed by a
// workflow, with all settings of the app.
param environmentName = 'My_env.(1)-long-name'
param location = 'westeurope'
param secondLocation = 'northeurope'
param principalId = '00000000-0000-0000-0000-0000000000d1'
param principalType = 'ServicePrincipal'
param deployIotHub = true
param deployStreamAnalytics = true
param deploySynapse = true
param synapseDedicatedPoolSize = 'DW100c'
param synapseAllowedAddresses = [
  { name: 'office', start: '192.0.2.1', end: '192.0.2.9' }
]
param bronzeRetentionDays = 3650
param landingAlwaysReadyInstances = 1
param databricksJobId = '1'
param powerBiWorkspaceId = '00000000-0000-0000-0000-0000000000f1'
param powerBiPushUrlsVaultEntry = 'push-urls'
param powerBiSemanticModelId = '00000000-0000-0000-0000-0000000000f2'
param eventstreamVaultEntry = 'eventstream'
param eventstreamHub = 'windows'
param alertEmail = 'on-call@example.com'
