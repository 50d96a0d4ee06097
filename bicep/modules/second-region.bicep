metadata description = 'Second region: a standby namespace with the same hubs, which takes events while the first region cannot.'

// What it gives. A namespace in another region that stands ready and empty. Producers that are pointed at it are served at once,
// and what they send is kept for the retention of the hubs: no event is refused while the first region is away. Together with a
// lake that is copied to the paired region (lakeRedundancy GZRS or RAGZRS; the second region should be that pair) what has landed
// is safe, too.
//
// What it does not give. Events are not copied between the namespaces: the Standard tier cannot (geo-replication asks for Premium,
// and the pairing of Standard namespaces copies names, not events or roles). What the first namespace holds and nobody has landed
// waits there until its region is back, for as long as its retention. The app, its tables, Databricks and the vault are in the
// first region alone.
//
// What a person does when the hubs of the first region are away:
//   1. Point producers at the namespace of output `fullyQualifiedNamespace`; they need the role Azure Event Hubs Data Sender on it.
//   2. Point the app at it, once the app runs: set EventHubs__fullyQualifiedNamespace. The app has its roles there from the
//      beginning (roles.bicep). The hubs there are other incarnations, so their slots lie beside the old ones and nothing is
//      mixed up. (A hub's creation time is its incarnation, which is why main.bicep deploys this module after the first namespace.)
//   3. When the first region is back: point producers at it again, let the app land the standby to its end (lag 0 in the status),
//      then set the app back. It goes on where it stopped in the first namespace.
// When the whole region is gone for long: docs/operate.md, Recover a region. The standby then holds what producers sent meanwhile.

@description('Name of the standby namespace; unique in Azure.')
@minLength(6)
@maxLength(50)
param name string

@description('The second region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Workspace that takes logs and metrics.')
param logAnalyticsWorkspaceId string

@description('Names of the hubs, as in the first region.')
param hubNames string[]

@description('Consumer groups of every hub, as in the first region.')
param consumerGroupNames string[]

@description('Throughput units that auto-inflate may go up to when the standby is used. It rests at one, which is what it costs.')
@minValue(1)
@maxValue(40)
param maximumCapacity int

@description('Partitions of a hub. More or fewer than in the first region do no harm.')
@minValue(1)
@maxValue(32)
param partitionCount int

@description('Hours that events are kept: how long the first region may be away.')
@minValue(1)
@maxValue(168)
param retentionHours int = 168

@description('Whether the namespace takes connections from the internet.')
param publicNetworkAccess bool

module standby 'hub.bicep' = {
  name: 'standby-hub'
  params: {
    name: name
    location: location
    tags: tags
    logAnalyticsWorkspaceId: logAnalyticsWorkspaceId
    hubNames: hubNames
    consumerGroupNames: consumerGroupNames
    capacity: 1
    maximumCapacity: maximumCapacity
    partitionCount: partitionCount
    retentionHours: retentionHours
    publicNetworkAccess: publicNetworkAccess
  }
}

@description('Name of the standby namespace.')
output namespaceName string = standby.outputs.namespaceName

@description('Resource id of the standby namespace, for its private endpoint.')
output namespaceId string = standby.outputs.namespaceId

@description('As `name.servicebus.windows.net`: what producers and the app are pointed at.')
output fullyQualifiedNamespace string = standby.outputs.fullyQualifiedNamespace
