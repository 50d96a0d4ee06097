import { FunctionSwitch } from './function-switch';
import { type AdvanceCheckpointsOptions } from './options';
import { planStep, type Step } from './plan-step';
import { type CheckpointPlace } from './ports';
import { isOwned, stillOwned, waitUntilFree } from './wait-until-free';
import { SluiceError } from '../platform/errors';

export interface AdvanceOutcome {
  /** Partitions whose checkpoint was moved, or would be. */
  readonly moved: readonly number[];
  /** Partitions whose checkpoint needed no move. */
  readonly left: readonly number[];
}

/** A host that was still running when its claim lapsed may write once more. */
const MAX_TRIES = 5;

/**
 * Moves the checkpoints of a trigger up to the end of Bronze, past events that the host cannot bind. It disables the
 * function, waits until no host holds the partitions, moves the checkpoints, and enables the function again.
 *
 * A checkpoint never moves back, and never beyond Bronze. The command may be killed at any step and run again.
 * Completed steps remain. A mark among the settings records that the function must be enabled.
 *
 * @throws SluiceError `checkpoint_owned` if a host keeps a partition; `checkpoint_unreadable` if a checkpoint cannot
 *   be compared with Bronze; or the errors of the ports. The function is enabled again first, if that is possible.
 */
export async function advanceCheckpoints(options: AdvanceCheckpointsOptions): Promise<AdvanceOutcome> {
  const { trigger, app, say, dryRun = false } = options;
  const { functionName } = trigger;
  const toggle = new FunctionSwitch(app, functionName);
  const places = await listPlaces(options);
  const planned = await planSteps(options, places);
  const stateBefore = await toggle.state();
  const outcome = (steps: readonly Step[]): AdvanceOutcome => {
    const moved = steps.map(({ place }) => place.partition);
    return {
      moved,
      left: places.map(({ partition }) => partition).filter((partition) => !moved.includes(partition)),
    };
  };
  if (planned.length === 0 && stateBefore !== 'disabled by us') {
    say('All checkpoints are up to date: there is nothing to do.');
    return outcome([]);
  }
  if (dryRun) {
    say(
      `Dry run: ${functionName} would be disabled, ${count(planned.length)} moved, ${functionName} enabled.`,
    );
    return outcome(planned);
  }
  if (stateBefore === 'disabled by us')
    say(`${functionName} was disabled by an earlier run of this command that did not finish.`);
  if (stateBefore === 'disabled by a person')
    say(`${functionName} is already disabled, but not by this command: it remains disabled.`);
  try {
    if (planned.length > 0) {
      if (stateBefore === 'enabled') say(`Disabling ${functionName}: the app restarts.`);
      await toggle.disable();
      await waitUntilFree(
        options,
        planned.map(({ place }) => place),
      );
      for (const { place } of planned) await moveOne(options, place);
    }
  } catch (error) {
    await restoreAfterFault(toggle, options);
    throw error;
  }
  if (stateBefore !== 'disabled by a person') {
    say(`Enabling ${functionName}: the app restarts.`);
    await toggle.restore();
  }
  say('Done.');
  return outcome(planned);
}

/** Enables the function after a fault, so that the function does not remain disabled. Both faults are reported. */
async function restoreAfterFault(
  toggle: FunctionSwitch,
  { trigger, say }: AdvanceCheckpointsOptions,
): Promise<void> {
  try {
    await toggle.restore();
  } catch (error) {
    say(
      `${trigger.functionName} may still be disabled and could not be enabled (${messageOf(error)}): run this command again.`,
    );
  }
}

async function listPlaces(options: AdvanceCheckpointsOptions): Promise<readonly CheckpointPlace[]> {
  const { hub, trigger, partitions } = options;
  const known = (await hub.readPartitions(trigger.source)).map(({ partition }) => partition);
  const unknown = (partitions ?? []).find((partition) => !known.includes(partition));
  if (unknown !== undefined) {
    throw new SluiceError(
      'request_invalid',
      `the hub '${trigger.source}' has no partition ${unknown}; it has ${known.join(', ')}`,
      { kind: 'misuse' },
    );
  }
  return (partitions ?? known).map((partition) => ({
    hub: trigger.source,
    consumerGroup: trigger.consumerGroup,
    partition,
  }));
}

async function planSteps(
  options: AdvanceCheckpointsOptions,
  places: readonly CheckpointPlace[],
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const place of places) {
    const step = await planStep(options, place, options.say);
    if (step !== undefined) steps.push(step);
  }
  return steps;
}

/**
 * Bronze may have grown and the checkpoint may have moved in the meantime, so both are read again before each attempt.
 */
async function moveOne(options: AdvanceCheckpointsOptions, place: CheckpointPlace): Promise<void> {
  const { state, say } = options;
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const step = await planStep(options, place, () => undefined);
    if (step === undefined) return;
    if (await isOwned(options, place)) throw stillOwned([place.partition]);
    if ((await state.moveCheckpoint(place, step.to, step.etag)) === 'moved') {
      say(`Partition ${place.partition}: the checkpoint is now at ${step.to.sequenceNumber}.`);
      return;
    }
    say(`Partition ${place.partition}: the checkpoint was moved by another process; reading it again.`);
  }
  throw stillOwned([place.partition]);
}

function count(partitions: number): string {
  return partitions === 1 ? '1 checkpoint' : `${partitions} checkpoints`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
