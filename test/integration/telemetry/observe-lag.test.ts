import { type StatusReader } from '../../../src/lib/status/read-status';
import { observeLag } from '../../../src/lib/status/observe-lag';
import { ago, PORTS, reader } from '../../unit/status/status-scene';
import { recordTelemetry } from './recorded-telemetry';

describe('observeLag', () => {
  it('exports the lag of each partition and stage, without a stage that cannot be read', async () => {
    const recorded = await recordTelemetry();
    try {
      let status: StatusReader = reader({ live: () => Promise.reject(new Error('down')) });
      observeLag(() => status);
      const lag = { 'sluice.source': 'iot', 'messaging.destination.partition.id': '0' };
      const measured = await recorded.measured('sluice.hub.lag');
      expect(measured).toContainEqual({ attributes: { ...lag, 'sluice.stage': 'landing' }, value: 10 });
      expect(JSON.stringify(measured)).not.toContain('"live"');
      expect((await status()).status.problems).toMatchObject([{ stage: 'live', state: 'down' }]);
      expect(JSON.stringify(await recorded.measured('sluice.hub.lag'))).not.toContain('"live"');
      status = reader();
      expect(await recorded.measured('sluice.hub.lag')).toContainEqual({
        attributes: { ...lag, 'sluice.stage': 'live' },
        value: 10,
      });
    } finally {
      await recorded.close();
    }
  });

  it('reads no status while telemetry is off', () => {
    observeLag(() => {
      throw new Error(`${ago(0)} ${typeof PORTS}`);
    });
  });
});
