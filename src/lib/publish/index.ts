/** Publishes events to their hubs. */
export { openPublishers } from './open-publishers';
export { partitionOfKey } from './partition-of-key';
export type { Publisher, PublishFailure, PublishReport } from './publisher';
