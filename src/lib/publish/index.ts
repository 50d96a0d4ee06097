/** Publishing of events to their hubs. */
export { type EnvelopeOptions, type ExtensionValue, toEnvelope } from './envelope';
export { openPublishers } from './open-publishers';
export { partitionOfKey } from './partition-of-key';
export type { Publisher, PublishFailure, PublishReport } from './publisher';
