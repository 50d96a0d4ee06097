import { systemClock } from '../../../src/lib/platform/clock';
import { loadApp } from '../../testing/fixtures/loaded-app';
import { hiddenRoutes, toRoutes } from '../../testing/fixtures/registered-routes';

/** A path that leads to a route, with a plausible text for each parameter that its constraints allow. */
const SAMPLES: Readonly<Record<string, string>> = {
  type: 'iot.telemetry',
  version: '1',
  table: 'sales_daily',
  asset: 'app.js',
  id: 'iot.20261121T025044123Z.3.42',
  source: 'iot',
  event: 'telemetry',
  view: 'sales',
  task: 'gold_facts',
};

describe('the routes of the app', () => {
  it('are all reached on a host that tries functions in alphabetical order of their names', async () => {
    const { functions } = await loadApp({
      clock: systemClock,
      isSet: () => true,
      settings: () => ({}),
      use: () => undefined,
    });
    const routes = toRoutes(functions);
    expect(routes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['quarantineRead', 'quarantineReplays', 'refreshStart', 'serve']),
    );
    expect(hiddenRoutes(routes, SAMPLES)).toEqual([]);
  });

  it('are refused if one hides another', () => {
    const open = { name: 'aRead', route: 'a/{id}', methods: ['GET'] };
    const fixed = { name: 'aReplays', route: 'a/replays', methods: ['GET'] };
    expect(hiddenRoutes([fixed, open], { id: '1' })).toEqual([
      'GET a/replays of aReplays is answered by aRead',
    ]);
    expect(hiddenRoutes([{ ...fixed, methods: ['POST'] }, open], { id: '1' })).toEqual([]);
    expect(hiddenRoutes([fixed, { ...open, route: 'a/{id:regex(^(?!replays$))}' }], { id: '1' })).toEqual([]);
  });
});
