import { type DeclaredSource } from '../contracts/source-file';

/**
 * The text of bicep/sources.json, which Bicep, the hooks and the local stack read. Every source has every member, `null`
 * where its declaration leaves it out, because Bicep refuses to read a member that is not there.
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
            // A text: Bicep has no fractions.
            eventsPerSecond: String(simulator.eventsPerSecond),
            schedule: simulator.schedule,
          },
  }));
  return `${JSON.stringify(deployed, undefined, 2)}\n`;
}
