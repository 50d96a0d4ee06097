import { type JsonObject } from '../../../kit';
import { type Ending } from '../ending';
import { type Phase } from '../run-record';

/** The two ways in which the Jobs API tells a state: `state` is the older one, `status` the newer. */
export interface WireStates {
  readonly state: JsonObject;
  readonly status: JsonObject;
}

/** https://docs.databricks.com/api/azure/workspace/jobs/getrun */
export function toStates(phase: Phase, ending: Ending | undefined): WireStates {
  return ending === undefined ? toActive(phase) : toEnded(ending);
}

function toActive(phase: Phase): WireStates {
  const queued = phase === 'QUEUED';
  const reason = 'Queued due to reaching maximum concurrent runs.';
  return {
    state: {
      life_cycle_state: phase,
      state_message: '',
      user_cancelled_or_timedout: false,
      ...(queued && { queue_reason: reason }),
    },
    status: {
      // The newer list has one word for both kinds of waiting between tries.
      state: phase === 'WAITING_FOR_RETRY' ? 'WAITING' : phase,
      ...(queued && { queue_details: { code: 'MAX_CONCURRENT_RUNS_REACHED', message: reason } }),
    },
  };
}

function toEnded(ending: Ending): WireStates {
  const { lifeCycleState, resultState, message, code, type, cancelledOrTimedOut } = ending;
  return {
    state: {
      life_cycle_state: lifeCycleState,
      result_state: resultState,
      state_message: message,
      user_cancelled_or_timedout: cancelledOrTimedOut,
    },
    status: { state: 'TERMINATED', termination_details: { code, type, message } },
  };
}
