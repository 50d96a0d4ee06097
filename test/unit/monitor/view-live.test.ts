import { toNoEventsText, toViewName } from '../../../monitor/derive/view-live';

describe('a view without events', () => {
  const live = { state: 'no-events-yet', since: '2026-11-21T08:30:00', firstEventAt: null } as const;

  test('says since when it exists', () => {
    expect(toNoEventsText(live)).toBe('No events yet: live windows of this view began on 21 Nov 08:30.');
    expect(toNoEventsText({ ...live, since: null })).toBe(
      'No events yet: live windows of this view begin within a minute.',
    );
    expect(toNoEventsText({ ...live, state: 'counting' })).toBeUndefined();
  });

  test('is marked in the list of views', () => {
    expect(toViewName({ type: 'iot.alarm', live })).toBe('iot.alarm (no events yet)');
    expect(toViewName({ type: 'iot.alarm', live: { ...live, state: 'counting' } })).toBe('iot.alarm');
  });
});
