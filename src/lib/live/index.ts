/** Live windows: what other features read of them. */
export { openLiveReadings } from './live-readings';
export { openWindows } from './open-windows';
export { type SinkStatus, type WindowReader } from './ports';
export { type LivePosition } from './windows/live-position';
