import { PipelineMonitor, type SourceProgress } from '../../cli/pipeline-monitor';
import { waitForLanding } from '../../cli/wait-for-landing';

/** Events that landed in Bronze since the watch began. */
export interface Landed {
  readonly accepted: number;
  readonly quarantined: number;
  /** Events of the hub that had not landed when the waiting ended. */
  readonly missing: number;
}

export interface LandingWatch {
  /** Waits until all events that the hub holds now are in Bronze, or until nothing lands for a minute. */
  finish(onProgress: (missing: number) => void): Promise<Landed>;
  close(): Promise<void>;
}

const IDLE_SECONDS = 60;

/**
 * Begins to watch one source of a running stack, through the properties of its hub and the metadata of
 * Bronze's slots.
 */
export async function watchLanding(
  settings: Readonly<Record<string, string>>,
  source: string,
): Promise<LandingWatch> {
  const monitor = new PipelineMonitor({
    sources: [source],
    eventHubsConnectionString: settings['EventHubs'] ?? '',
    lakeConnectionString: settings['Lake'] ?? '',
  });
  const readOne = async (): Promise<SourceProgress> => {
    const [progress] = await monitor.read();
    if (progress === undefined) throw new Error(`the monitor has no progress of ${source}`);
    return progress;
  };
  // Waits for earlier events of other clients, so that only this replay's events are counted.
  const waitingBefore = await waitForLanding({ monitor, idleSeconds: IDLE_SECONDS });
  const before = await readOne();
  return {
    async finish(onProgress) {
      const missing = await waitForLanding({ monitor, idleSeconds: IDLE_SECONDS, onProgress });
      const after = await readOne();
      return {
        accepted: after.accepted - before.accepted,
        quarantined: after.quarantined - before.quarantined,
        missing: Math.max(0, missing - waitingBefore),
      };
    },
    close: () => monitor.close(),
  };
}

/** Returns whether the stack simulates this source. */
export function isSimulated(settings: Readonly<Record<string, string>>, source: string): boolean {
  return Number(settings[`SIMULATE_${source.toUpperCase()}_EVENTS_PER_SECOND`] ?? 0) > 0;
}
