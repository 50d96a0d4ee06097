import { PipelineMonitor, type SourceProgress } from '../../cli/pipeline-monitor';
import { waitForLanding } from '../../cli/wait-for-landing';

/** What reached Bronze since the watch began. */
export interface Landed {
  readonly accepted: number;
  readonly quarantined: number;
  /** Events that are in the hub and did not reach Bronze while somebody waited. */
  readonly missing: number;
}

export interface LandingWatch {
  /** Waits until everything that the hub holds now is in Bronze, or until landing stands still for a minute. */
  finish(onProgress: (missing: number) => void): Promise<Landed>;
  close(): Promise<void>;
}

const IDLE_SECONDS = 60;

/** Begins to watch one source of a running stack, from outside: the hub and the metadata of Bronze's slots. */
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
    if (progress === undefined) throw new Error(`the monitor says nothing of ${source}`);
    return progress;
  };
  // What others sent before and is still on its way is not ours: it goes to Bronze first.
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

/** Whether the stack makes events of this source by itself. */
export function isSimulated(settings: Readonly<Record<string, string>>, source: string): boolean {
  return Number(settings[`SIMULATE_${source.toUpperCase()}_EVENTS_PER_SECOND`] ?? 0) > 0;
}
