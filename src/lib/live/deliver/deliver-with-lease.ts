import { type DeliveryLease } from './delivery-lease';
import { type SinkOutcome } from './sink-runner';
import { type WindowDeliverer } from './window-deliverer';

/**
 * Runs a complete round if no other process delivers. The timer calls it.
 *
 * @returns no outcomes if another process has the lease
 * @throws SluiceError `table_unavailable`
 */
export async function deliverWithLease(
  deliverer: Pick<WindowDeliverer, 'deliver' | 'forget'>,
  lease: Pick<DeliveryLease, 'isHeld' | 'hold' | 'release'>,
): Promise<readonly SinkOutcome[]> {
  const wasHeld = lease.isHeld;
  const held = await lease.hold();
  if (held === 'elsewhere') return [];
  if (held === 'taken') deliverer.forget();
  try {
    return await deliverer.deliver();
  } finally {
    // Deliveries after a change keep it between their rounds. A process with changes must not wait for this one.
    if (!wasHeld) await lease.release();
  }
}
