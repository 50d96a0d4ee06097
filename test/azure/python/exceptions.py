"""Exceptions: items that the libraries lack, with the reason why they are correct. Also the packages of each
provider's libraries.
"""

# Folders below azure/mgmt.
PROVIDERS = {
    "Microsoft.Authorization": ["authorization"],
    "Microsoft.DataFactory": ["datafactory"],
    "Microsoft.Databricks": ["databricks"],
    "Microsoft.Devices": ["iothub"],
    "Microsoft.EventHub": ["eventhub"],
    "Microsoft.Insights": ["monitor", "applicationinsights"],
    "Microsoft.KeyVault": ["keyvault"],
    "Microsoft.ManagedIdentity": ["msi"],
    "Microsoft.Network": ["network", "privatedns"],
    "Microsoft.OperationalInsights": ["loganalytics"],
    "Microsoft.Portal": ["portal"],
    "Microsoft.Resources": ["resource/resources"],
    "Microsoft.Storage": ["storage"],
    "Microsoft.StreamAnalytics": ["streamanalytics"],
    "Microsoft.Synapse": ["synapse"],
    "Microsoft.Web": ["web"],
}

# Released as
# https://github.com/Azure/azure-rest-api-specs/tree/main/specification/monitor/resource-manager/Microsoft.Insights.
# azure-mgmt-monitor 7.0.0, the newest, has 2018-03-01 and 2023-12-01. The compiler of Bicep has both.
NO_LIBRARY = "no azure-mgmt-monitor was made for this version"

# (type, version): reason.
VERSIONS = {
    ("Microsoft.Insights/metricAlerts", "2026-01-01"): NO_LIBRARY,
    ("Microsoft.Insights/scheduledQueryRules", "2026-03-01"): NO_LIBRARY,
    ("Microsoft.Portal/dashboards", "2025-04-01-preview"): "azure-mgmt-portal 1.0.1 uses 2020-09-01-preview",
}

# The place of a Markdown tile's text. In the version of bicep/ it is one level higher than in the library's, as in
# the compiler.
TILE = "properties.lenses[].parts[].metadata.settings.content"
NEWER_TILE = "a level higher than in 2020-09-01-preview"

# (type, path of the property, its name or value): reason.
BODIES = {
    ("Microsoft.Portal/dashboards", f"{TILE}.title", "title"): NEWER_TILE,
    ("Microsoft.Portal/dashboards", f"{TILE}.subtitle", "subtitle"): NEWER_TILE,
    ("Microsoft.Portal/dashboards", f"{TILE}.content", "content"): NEWER_TILE,
}
