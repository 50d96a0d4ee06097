import { type SlotReader, type SlotStore } from '../landing/store';
import { type HubInspector } from '../event-log/hub-reader';
import { type Clock } from '../platform/clock';
import { type Source } from '../contracts/source';
import { type AppSettings, type TriggerState } from './ports';

/** A trigger whose checkpoints are moved. */
export interface StuckTrigger {
  readonly source: Source;
  /** Such as `landIot`. */
  readonly functionName: string;
  readonly consumerGroup: string;
}

export interface AdvanceCheckpointsOptions {
  readonly trigger: StuckTrigger;
  /** @default every partition of the hub */
  readonly partitions?: readonly number[] | undefined;
  /** Reports the steps without doing anything. @default false */
  readonly dryRun?: boolean;
  readonly hub: HubInspector;
  readonly slots: Pick<SlotStore, 'readMetadata' | 'firstSlot'> & Pick<SlotReader, 'read'>;
  readonly state: TriggerState;
  readonly app: AppSettings;
  readonly clock: Clock;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Called with a line for each step, for the user. */
  readonly say: (line: string) => void;
  /** A claim that was not renewed for this time has lapsed. The default is the trigger's own. @default 120 */
  readonly lapseSeconds?: number;
  /** Maximum time to wait until claims lapse. @default 600 */
  readonly maxWaitSeconds?: number;
}
