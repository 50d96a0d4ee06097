using '../../../bicep/main.bicep'

// The deployment after `closed-network`: the identity of the IoT hub is known, so its route is created. Devices
// connect over the internet.
param environmentName = 'iot'
param location = 'westeurope'
param principalId = '00000000-0000-0000-0000-0000000000d1'
param vnetEnabled = true
param deployIotHub = true
param iotHubPrincipalId = '00000000-0000-0000-0000-0000000000e1'
