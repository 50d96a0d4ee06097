import { setTimeout as delay } from 'node:timers/promises';
import { type PipelineMonitor } from './pipeline-monitor';

export interface WaitForLandingOptions {
  readonly monitor: Pick<PipelineMonitor, 'read'>;
  /** Stops waiting after this many seconds without a landed event. @default 30 */
  readonly idleSeconds?: number;
  readonly onProgress?: (lag: number) => void;
}

/**
 * Waits until the events that the hubs hold now are in Bronze. Events that arrive later do not count.
 *
 * @returns how many events are not in Bronze: 0, or more if landing stalled
 */
export async function waitForLanding({
  monitor,
  idleSeconds = 30,
  onProgress,
}: WaitForLandingOptions): Promise<number> {
  const target = (await monitor.read()).map(({ source, received }) => ({ source, received }));
  let least = Infinity;
  let idleSince = Date.now();
  for (;;) {
    const now = await monitor.read();
    const missing = target.reduce((sum, { source, received }) => {
      const progress = now.find((one) => one.source === source);
      return sum + Math.max(0, received - ((progress?.received ?? 0) - (progress?.lag ?? 0)));
    }, 0);
    onProgress?.(missing);
    if (missing === 0) return 0;
    if (missing < least) {
      least = missing;
      idleSince = Date.now();
    } else if (Date.now() - idleSince > idleSeconds * 1000) return missing;
    await delay(250);
  }
}
