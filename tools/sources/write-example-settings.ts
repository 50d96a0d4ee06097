import { type DeclaredSource } from '../contracts/source-file';

/** Events that all simulators of a developer's machine create a second, as with `npm start`. */
const EVENTS_PER_SECOND = 40;
const OF_SIMULATORS = /^SIMULATE_[A-Z0-9]+_(SCHEDULE|EVENTS_PER_SECOND)$/;

interface SettingsFile {
  readonly Values: Readonly<Record<string, string>>;
}

/**
 * The text of local.settings.example.json: its present settings, and those of the declared simulators.
 *
 * @param text the present text of the file
 */
export function writeExampleSettings(text: string, sources: readonly DeclaredSource[]): string {
  const file = JSON.parse(text) as SettingsFile;
  const others = Object.entries(file.Values).filter(([name]) => !OF_SIMULATORS.test(name));
  const simulated = sources.flatMap(({ name, simulator }) =>
    simulator === undefined ? [] : [{ name, rate: simulator.eventsPerSecond }],
  );
  const total = simulated.reduce((sum, { rate }) => sum + rate, 0);
  const ofSimulators = simulated.flatMap(({ name, rate }) => [
    [`SIMULATE_${name.toUpperCase()}_SCHEDULE`, '*/1 * * * * *'],
    [`SIMULATE_${name.toUpperCase()}_EVENTS_PER_SECOND`, String((EVENTS_PER_SECOND * rate) / total)],
  ]);
  const written = { ...file, Values: Object.fromEntries([...others, ...ofSimulators]) as unknown };
  return `${JSON.stringify(written, undefined, 2)}\n`;
}
