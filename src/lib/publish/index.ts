/** Publishes events to their hubs. */
export { openPublishers } from './publisher';
export { partitionOfKey } from './partition-of-key';
export type { Publisher, PublishFailure, PublishReport } from './publisher';
