import { openWindows } from '../lib/live/open-windows';
import { createPlatform } from '../lib/platform/platform';
import { runCommand } from './run-command';

const platform = createPlatform();

const USAGE = `usage: node dist/commands/live.js rebuild

  rebuild  Computes live windows from Bronze again, as far as LIVE_RETENTION_HOURS reach.
           Running apps begin within 15 seconds; until then, and while they catch up, answers come from Gold.`;

/**
 * Manages the live windows of the app in the environment's settings, local or in Azure.
 *
 * Exit code 0 on success, 2 if the command failed.
 */
async function main(): Promise<number> {
  const words = process.argv.slice(2);
  if (words.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  if (words.join(' ') !== 'rebuild') throw new Error(`unknown command "${words.join(' ')}"\n\n${USAGE}`);
  const generation = await platform.use(openWindows).generation.raise();
  console.log(`Live windows begin again from Bronze, in generation ${generation} of their state.`);
  return 0;
}

runCommand(main, () => platform.close());
