import { readProcessUsage } from '../shared/processes';
import { type ServiceName } from '../stack/bench-stack';

/** Seconds of processor time by process; empty if the system does not report it. */
export type CpuSeconds = Readonly<Partial<Record<ServiceName, number>>>;

export function readCpuSeconds(processIds: Readonly<Record<ServiceName, number>>): CpuSeconds {
  const used: Partial<Record<ServiceName, number>> = {};
  for (const [name, id] of Object.entries(processIds) as [ServiceName, number][]) {
    const usage = readProcessUsage(id);
    if (usage !== undefined) used[name] = usage.cpuSeconds;
  }
  return used;
}

export function subtractCpuSeconds(after: CpuSeconds, before: CpuSeconds): CpuSeconds {
  return Object.fromEntries(
    Object.entries(after).map(([name, seconds]) => [name, seconds - (before[name as ServiceName] ?? 0)]),
  );
}
