import { type FunctionDefinition } from '../app/function-definition';
import { type HostClock } from '../host/host-clock';
import { type HostLog } from '../host/host-log';
import { type WorkerSupervisor } from '../host/worker-supervisor';
import { type DurableExtension } from './durable-extension';
import { type DurableFaults } from './durable-faults';
import { type DurableOptions } from './durable-options';
import { type ParentReference } from './log-record';

export interface TaskHubOptions {
  /** Directory of the hub's instances. */
  readonly directory: string;
  readonly options: DurableOptions;
  readonly extension: DurableExtension;
  readonly faults: DurableFaults;
  /** Enabled orchestrators and activities; other functions are ignored. */
  readonly functions: readonly FunctionDefinition[];
  readonly supervisor: WorkerSupervisor;
  readonly clock: HostClock;
  readonly log: HostLog;
}

export interface StartRequest {
  readonly name: string;
  /** @default a new id */
  readonly instanceId?: string;
  /** JSON as text. */
  readonly input: string | null;
  readonly version: string | null;
  readonly parent?: ParentReference;
}

export type StartOutcome =
  | { readonly outcome: 'started'; readonly instanceId: string }
  /** An instance with this id has not ended. */
  | { readonly outcome: 'exists'; readonly status: string };

export type DeliveryOutcome = 'accepted' | 'notFound' | 'ended';
