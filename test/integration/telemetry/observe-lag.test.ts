import { type StatusReader } from '../../../src/lib/status/read-status';
import { observeLag } from '../../../src/lib/status/observe-lag';
import { ago, PORTS, reader } from '../../unit/status/status-scene';
import { recordTelemetry } from './recorded-telemetry';

describe('observeLag', () => {
  it('measures the lag of each partition and stage, and leaves out what is not known', async () => {
    const recorded = await recordTelemetry();
    try {
      let status: StatusReader = reader({ live: () => Promise.reject(new Error('down')) });
      observeLag(() => status);
      const lag = { 'sluice.source': 'iot', 'messaging.destination.partition.id': '0' };
      const measured = await recorded.measured('sluice.hub.lag');
      expect(measured).toContainEqual({ attributes: { ...lag, 'sluice.stage': 'landing' }, value: 10 });
      expect(JSON.stringify(measured)).not.toContain('"live"');
      status = reader();
      expect(await recorded.measured('sluice.hub.lag')).toContainEqual({
        attributes: { ...lag, 'sluice.stage': 'live' },
        value: 20,
      });
    } finally {
      await recorded.close();
    }
  });

  it('asks for nothing while telemetry is off', () => {
    observeLag(() => {
      throw new Error(`${ago(0)} ${typeof PORTS}`);
    });
  });
});
