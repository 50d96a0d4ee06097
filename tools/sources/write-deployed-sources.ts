import { type DeclaredSource } from '../contracts/source-file';

/**
 * The text of bicep/sources.json for Bicep, the hooks and the local stack. Every source has every member, with `null`
 * for absent ones, because Bicep refuses to read a missing member.
 */
export function writeDeployedSources(sources: readonly DeclaredSource[]): string {
  const deployed = sources.map(({ name, hub, simulator, devices }) => ({
    name,
    partitions: hub?.partitions ?? null,
    retentionHours: hub?.retentionHours ?? null,
    devices: devices ?? false,
    simulator:
      simulator === undefined
        ? null
        : {
            // A text, because Bicep has no fractions.
            eventsPerSecond: String(simulator.eventsPerSecond),
            schedule: simulator.schedule,
          },
  }));
  return `${JSON.stringify(deployed, undefined, 2)}\n`;
}
