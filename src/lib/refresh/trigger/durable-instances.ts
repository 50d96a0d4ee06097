import { type DurableClient, OrchestrationRuntimeStatus } from 'durable-functions';
import { type RefreshInstances } from '../ports';
import { type Clock, systemClock } from '../../platform/clock';
import { SluiceError } from '../../platform/errors';
import { toFailureMessage } from './failure-message';
import { ORCHESTRATIONS } from './refresh-names';

/** Runtime statuses of an instance that has ended. */
const ENDED: readonly OrchestrationRuntimeStatus[] = [
  OrchestrationRuntimeStatus.Completed,
  OrchestrationRuntimeStatus.Failed,
  OrchestrationRuntimeStatus.Terminated,
  OrchestrationRuntimeStatus.Canceled,
];

/** The instances of refreshes, through the host's durable client. */
export function createInstances(
  client: Pick<DurableClient, 'getStatus' | 'startNew' | 'purgeInstanceHistoryBy'>,
  clock: Clock = systemClock,
): RefreshInstances {
  const status: RefreshInstances['status'] = async (id) => {
    try {
      const { runtimeStatus, output } = await client.getStatus(id, { showInput: false });
      if (!ENDED.includes(runtimeStatus)) return { status: 'active' };
      const failed = runtimeStatus === OrchestrationRuntimeStatus.Failed;
      return { status: 'ended', ...(failed && { failure: toFailureMessage(output) }) };
    } catch (error) {
      // The library reports an unknown id only by this message.
      if (error instanceof Error && error.message.includes('HTTP 404')) return { status: 'absent' };
      throw unavailable('read', error);
    }
  };
  const purge = async (createdTimeFrom: Date, createdTimeTo: Date): Promise<number> => {
    try {
      const runtimeStatus = [...ENDED];
      const { instancesDeleted } = await client.purgeInstanceHistoryBy({
        createdTimeFrom,
        createdTimeTo,
        runtimeStatus,
      });
      return instancesDeleted;
    } catch (error) {
      throw unavailable('forget', error);
    }
  };
  return {
    status,
    async start(id, input) {
      try {
        await client.startNew(ORCHESTRATIONS.refresh, { instanceId: id, input });
      } catch (error) {
        // Another caller may have repaired this start meanwhile; the host refuses a second instance with the
        // same id.
        if ((await status(id)).status === 'absent') throw unavailable('start', error);
      }
    },
    async purge(createdBefore, until) {
      let purged = 0;
      for (const { from, to } of purgeWindows(createdBefore)) {
        if (clock.now().getTime() >= until) break;
        purged += await purge(from, to);
      }
      return purged;
    },
  };
}

/** Number of last days that are purged one by one. With a regular purge, nothing older is left. */
const PURGE_DAYS = 7;
const DAY = 86_400_000;

/** Splits the purge into ranges that one request can delete: everything very old, then day by day. */
function* purgeWindows(before: Date): Generator<{ readonly from: Date; readonly to: Date }> {
  let from = new Date(0);
  for (let days = PURGE_DAYS; days >= 0; days--) {
    const to = new Date(before.getTime() - days * DAY);
    yield { from, to };
    from = to;
  }
}

function unavailable(action: string, cause: unknown): SluiceError {
  // The library appends the body of the extension's answer, which may be an exception with its stack.
  const reason = toFailureMessage(cause).replace(/ Details: [\s\S]*/, '');
  return new SluiceError('durable_unavailable', `could not ${action} the orchestration: ${reason}`, {
    kind: 'transient',
    cause,
  });
}
