import { messageOf } from './errors.mjs';

/**
 * A step did something, found everything as it should be, or had nothing to do.
 *
 * @typedef {{outcome: 'done' | 'unchanged' | 'skipped', detail: string}} Outcome
 *
 * `needs` names the steps, by their titles, without which this one is not tried.
 * @typedef {{title: string, needs?: string | readonly string[], run: () => Promise<Outcome>}} Step
 */

/** @type {(detail: string) => Outcome} */
export const done = (detail) => ({ outcome: 'done', detail });
/** @type {(detail: string) => Outcome} */
export const unchanged = (detail) => ({ outcome: 'unchanged', detail });
/** @type {(detail: string) => Outcome} */
export const skipped = (detail) => ({ outcome: 'skipped', detail });

/**
 * Runs steps in their order and says a line about each. One that fails does not hold up the others, except those that
 * need it; in the end each is named again and the exit code is 1.
 *
 * @param {readonly Step[]} steps
 * @returns {Promise<string[]>} the titles of those that failed or were not tried
 */
export async function runSteps(steps) {
  const failed = new Map();
  for (const { title, needs, run } of steps) {
    const missing = [needs ?? []].flat().find((needed) => failed.has(needed));
    if (missing !== undefined) {
      failed.set(title, `it needs "${missing}"`);
      say('not tried', title, `it needs "${missing}"`);
      continue;
    }
    try {
      const { outcome, detail } = await run();
      say(outcome, title, detail);
    } catch (error) {
      failed.set(title, messageOf(error));
      say('failed', title, messageOf(error));
    }
  }
  if (failed.size === 0) return [];
  console.error(
    `\n${failed.size} of ${steps.length} steps failed: ${[...failed.keys()].join('; ')}.` +
      '\nEvery step may be run again: do what its message says, then repeat the command.',
  );
  process.exitCode = 1;
  return [...failed.keys()];
}

/**
 * @param {Outcome['outcome'] | 'failed' | 'not tried'} outcome
 * @param {string} title
 * @param {string} detail
 */
function say(outcome, title, detail) {
  const line = `  ${outcome.padEnd(10)} ${title}: ${detail}`;
  if (outcome === 'failed') console.error(line);
  else console.log(line);
}
