/** Positions and sink statuses of live windows, for other features. */
export { type LiveReadings, openLiveReadings } from './live-readings';
export type { SinkStatus } from './sink-status';
export type { LivePosition } from './windows/live-position';
