import { SluiceError } from '../platform/errors';
import { type AdvanceCheckpointsOptions } from './options';
import { type CheckpointPlace } from './ports';

const POLL_MILLISECONDS = 5000;

/**
 * Waits until no host holds any of these partitions. @throws SluiceError `checkpoint_owned` after the maximum wait
 */
export async function waitUntilFree(
  options: AdvanceCheckpointsOptions,
  places: readonly CheckpointPlace[],
): Promise<void> {
  const { clock, pause, say, maxWaitSeconds = 600 } = options;
  const deadline = clock.now().getTime() + maxWaitSeconds * 1000;
  let told: string | undefined;
  for (;;) {
    const owned: number[] = [];
    for (const place of places) if (await isOwned(options, place)) owned.push(place.partition);
    if (owned.length === 0) return;
    if (clock.now().getTime() >= deadline) throw stillOwned(owned);
    const line = `Waiting until no host holds ${owned.length === 1 ? 'partition' : 'partitions'} ${owned.join(', ')}.`;
    if (line !== told) say(line);
    told = line;
    await pause(POLL_MILLISECONDS);
  }
}

/** Whether a host holds a partition: its claim is neither released nor lapsed. */
export async function isOwned(
  { state, lapseSeconds = 120 }: AdvanceCheckpointsOptions,
  place: CheckpointPlace,
): Promise<boolean> {
  const ownership = await state.readOwnership(place);
  return ownership !== undefined && ownership.owner !== '' && ownership.renewedSecondsAgo <= lapseSeconds;
}

/** Returns the error for partitions that a host holds for too long. */
export function stillOwned(partitions: readonly number[]): SluiceError {
  return new SluiceError(
    'checkpoint_owned',
    `a host still holds partition ${partitions.join(', ')}, although the function is disabled. Another app may read this consumer group: stop it, then run this command again`,
    { kind: 'transient', data: { partitions } },
  );
}
