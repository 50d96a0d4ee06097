import { type DurableClient, OrchestrationRuntimeStatus } from 'durable-functions';
import { type RefreshInstances } from '../refresh/ports';
import { SluiceError } from '../shared/errors';
import { toFailureMessage } from './failure-message';
import { ORCHESTRATIONS } from './refresh-names';

/** What the host calls an instance that has ended. */
const ENDED: readonly OrchestrationRuntimeStatus[] = [
  OrchestrationRuntimeStatus.Completed,
  OrchestrationRuntimeStatus.Failed,
  OrchestrationRuntimeStatus.Terminated,
  OrchestrationRuntimeStatus.Canceled,
];

/** Instances of the refresh through the client that the host gives to a function. */
export function createInstances(
  client: Pick<DurableClient, 'getStatus' | 'startNew' | 'purgeInstanceHistoryBy'>,
): RefreshInstances {
  const status: RefreshInstances['status'] = async (id) => {
    try {
      const { runtimeStatus, output } = await client.getStatus(id, { showInput: false });
      if (!ENDED.includes(runtimeStatus)) return { status: 'active' };
      const failed = runtimeStatus === OrchestrationRuntimeStatus.Failed;
      return { status: 'ended', ...(failed && { failure: toFailureMessage(output) }) };
    } catch (error) {
      // The library has no other sign for an id that it does not know.
      if (error instanceof Error && error.message.includes('HTTP 404')) return { status: 'absent' };
      throw unavailable('read', error);
    }
  };
  return {
    status,
    async start(id, input) {
      try {
        await client.startNew(ORCHESTRATIONS.refresh, { instanceId: id, input });
      } catch (error) {
        // Another caller may have repaired this start meanwhile; the host refuses a second instance of one id.
        if ((await status(id)).status === 'absent') throw unavailable('start', error);
      }
    },
    async purge(createdBefore) {
      try {
        const { instancesDeleted } = await client.purgeInstanceHistoryBy({
          createdTimeFrom: new Date(0),
          createdTimeTo: createdBefore,
          runtimeStatus: [...ENDED],
        });
        return instancesDeleted;
      } catch (error) {
        throw unavailable('forget', error);
      }
    },
  };
}

function unavailable(action: string, cause: unknown): SluiceError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SluiceError('durable_unavailable', `could not ${action} the orchestration: ${reason}`, {
    kind: 'transient',
    cause,
  });
}
