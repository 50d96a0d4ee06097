import { type ServeView } from '../data/api';
import { toMoment } from './format';

/** What a view without events says instead of zeros; undefined once live windows have counted an event. */
export function toNoEventsText({ state, since }: ServeView['live']): string | undefined {
  if (state !== 'no-events-yet') return undefined;
  return since === null
    ? 'No events yet: live windows of this view begin within a minute.'
    : `No events yet: live windows of this view began on ${toMoment(since)}.`;
}

/** The name of a view in a list. */
export function toViewName({ type, live }: Pick<ServeView, 'type' | 'live'>): string {
  return live.state === 'no-events-yet' ? `${type} (no events yet)` : type;
}
