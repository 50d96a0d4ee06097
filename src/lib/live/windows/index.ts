/** Live windows, for answers. */
export { openWindows } from '../open-windows';
export type { WindowReader } from '../ports';
export type { ViewStart, ViewStartStore } from '../view-starts';
export { toJsonNumber } from './partial-value';
export { viewsOf } from './view';
export { groupKey, type MinuteState, type PartialValue, type PartitionWindows } from './window-state';
