import { SluiceError } from '../platform/errors';
import { type AdvanceCheckpointsOptions } from './options';
import { type CheckpointPlace } from './ports';

const POLL_MILLISECONDS = 5000;

/** Waits until no host holds any of these partitions. @throws SluiceError `checkpoint_owned` after the longest wait */
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

/** Whether a host holds a partition: its claim is neither given up nor over. */
export async function isOwned(
  { state, lapseSeconds = 120 }: AdvanceCheckpointsOptions,
  place: CheckpointPlace,
): Promise<boolean> {
  const ownership = await state.readOwnership(place);
  return ownership !== undefined && ownership.owner !== '' && ownership.renewedSecondsAgo <= lapseSeconds;
}

/** A host holds partitions for longer than it should. */
export function stillOwned(partitions: readonly number[]): SluiceError {
  return new SluiceError(
    'checkpoint_owned',
    `a host still holds partition ${partitions.join(', ')}, though the function is disabled: is another app reading this consumer group? Stop the app, then run this command again`,
    { kind: 'transient', data: { partitions } },
  );
}
