import { type InvocationContext } from '@azure/functions';
import { type Clock } from '../../platform/clock';
import { type Refresh } from '../open-refresh';
import { type RefreshInstances } from '../ports';
import { WORK_MILLISECONDS } from '../../platform/call-limits';

/** Returns undefined if no refresh is configured. */
type Refreshing = () => Refresh | undefined;

/** Starts a refresh, unless one is running, and deletes old durable histories. */
export function createScheduleHandler(open: Refreshing, clock: Clock) {
  return async (instances: RefreshInstances, context: InvocationContext): Promise<void> => {
    const refresh = open();
    if (refresh === undefined) return;
    const now = clock.now().getTime();
    const { outcome, id } = await refresh.start(instances, { trigger: 'schedule' });
    context.info(outcome === 'started' ? `refresh ${id} started` : `refresh ${id} is still running`);
    const { historyDays } = refresh.config;
    const purged = await instances.purge(new Date(now - historyDays * 86_400_000), now + WORK_MILLISECONDS);
    if (purged > 0) context.info(`${purged} durable histories older than ${historyDays} days were deleted`);
  };
}

/**
 * Recovers a refresh whose orchestration no longer exists. Otherwise its end would not be recorded, and no
 * other refresh could start.
 */
export function createWatchHandler(open: Refreshing) {
  return async (instances: RefreshInstances, context: InvocationContext): Promise<void> => {
    const refresh = open();
    if (refresh !== undefined) await recoverRefresh(refresh, instances, context);
  };
}

/** Starts a refresh if enough events have landed since the last plan. */
export function createArrivalsHandler(open: Refreshing) {
  return async (instances: RefreshInstances, context: InvocationContext): Promise<void> => {
    const refresh = open();
    if (refresh === undefined) return;
    await recoverRefresh(refresh, instances, context);
    const arrived = await refresh.countArrivals();
    if (arrived === undefined || arrived < refresh.config.afterEvents) return;
    const { outcome, id } = await refresh.start(instances, { trigger: 'arrivals' });
    if (outcome === 'started') context.info(`refresh ${id} started: ${arrived} new events`);
  };
}

async function recoverRefresh(
  refresh: Pick<Refresh, 'recover'>,
  instances: RefreshInstances,
  context: InvocationContext,
): Promise<void> {
  const found = await refresh.recover(instances);
  if (found === undefined) return;
  const { id, recovered } = found;
  context.warn(
    recovered === 'closed'
      ? `refresh ${id} was closed: its orchestration had ended without recording the end`
      : `refresh ${id} had no orchestration; it was started`,
  );
}
