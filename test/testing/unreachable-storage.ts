/**
 * A storage connection string whose port nothing listens on. `UseDevelopmentStorage=true` would reach a stack that runs on
 * the developer's machine.
 */
export const UNREACHABLE_STORAGE =
  'DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:1/devstoreaccount1;TableEndpoint=http://127.0.0.1:1/devstoreaccount1;';
