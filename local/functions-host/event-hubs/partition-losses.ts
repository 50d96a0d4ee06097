import { type FaultTarget, type FunctionsHostFaults } from '../faults';
import { type HostLog } from '../host/host-log';
import { type ReceivedEvent } from './received-event';

/** The faults of one partition of one function, with log lines. The real host logs nothing in these cases. */
export class PartitionLosses {
  readonly #faults: FunctionsHostFaults;
  readonly #target: FaultTarget;
  readonly #log: HostLog;

  constructor({ faults, target, log }: { faults: FunctionsHostFaults; target: FaultTarget; log: HostLog }) {
    this.#faults = faults;
    this.#target = target;
    this.#log = log;
  }

  /** @returns the events that are not skipped */
  skip(events: readonly ReceivedEvent[]): readonly ReceivedEvent[] {
    const skipped = this.#faults.takeSkips(this.#target, events.length);
    if (skipped > 0) this.report(events.slice(0, skipped));
    return events.slice(skipped);
  }

  /** Returns whether the held-back events are lost now. */
  isLosing(): boolean {
    return this.#faults.takeLoss(this.#target);
  }

  report(lost: readonly ReceivedEvent[]): void {
    const { functionName, partitionId } = this.#target;
    const [first, last] = [lost[0]?.sequenceNumber ?? -1, lost.at(-1)?.sequenceNumber ?? -1];
    this.#log.write(
      'warning',
      'Host.EventHubs',
      `Partition ${partitionId} of function "${functionName}": a fault drops the events ${first} to ${last}`,
    );
  }
}
