/**
 * The tables of Application Insights that our queries may ask, as a resource-scoped query sees them. Columns and types:
 * https://learn.microsoft.com/azure/azure-monitor/app/convert-classic-resource (table structure) and
 * https://learn.microsoft.com/azure/azure-monitor/reference/tables/apprequests. A column that the app never fills is left out,
 * so a query that asks for one fails the test.
 */

/** Columns of every table. */
const COMMON = {
  timestamp: 'datetime',
  itemType: 'string',
  itemId: 'string',
  itemCount: 'int',
  customDimensions: 'dynamic',
  operation_Name: 'string',
  operation_Id: 'string',
  operation_ParentId: 'string',
  operation_SyntheticSource: 'string',
  session_Id: 'string',
  user_Id: 'string',
  user_AuthenticatedId: 'string',
  user_AccountId: 'string',
  application_Version: 'string',
  client_Type: 'string',
  client_IP: 'string',
  client_City: 'string',
  client_CountryOrRegion: 'string',
  cloud_RoleName: 'string',
  cloud_RoleInstance: 'string',
  appId: 'string',
  appName: 'string',
  iKey: 'string',
  sdkVersion: 'string',
  _ResourceId: 'string',
} as const;

/** A call that came in, and a call that went out; `duration` is in milliseconds. */
const CALL = {
  id: 'string',
  name: 'string',
  success: 'string',
  resultCode: 'string',
  duration: 'real',
  performanceBucket: 'string',
  customMeasurements: 'dynamic',
} as const;

export const TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  requests: { ...COMMON, ...CALL, source: 'string', url: 'string' },
  dependencies: { ...COMMON, ...CALL, target: 'string', type: 'string', data: 'string' },
  traces: { ...COMMON, message: 'string', severityLevel: 'int', customMeasurements: 'dynamic' },
  exceptions: {
    ...COMMON,
    problemId: 'string',
    handledAt: 'string',
    type: 'string',
    message: 'string',
    assembly: 'string',
    method: 'string',
    outerType: 'string',
    outerMessage: 'string',
    innermostType: 'string',
    innermostMessage: 'string',
    severityLevel: 'int',
    details: 'dynamic',
    customMeasurements: 'dynamic',
  },
  customMetrics: {
    ...COMMON,
    name: 'string',
    value: 'real',
    valueCount: 'int',
    valueSum: 'real',
    valueMin: 'real',
    valueMax: 'real',
    valueStdDev: 'real',
  },
};
