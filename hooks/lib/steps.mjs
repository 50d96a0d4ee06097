import { messageOf } from './errors.mjs';

/**
 * The outcome of a step: it changed something, found nothing to change, or did not apply.
 *
 * @typedef {{outcome: 'done' | 'unchanged' | 'skipped', detail: string}} Outcome
 *
 * `needs` has the titles of steps that must succeed before this one.
 * @typedef {{title: string, needs?: string | readonly string[], run: () => Promise<Outcome>}} Step
 */

/** @type {(detail: string) => Outcome} */
export const done = (detail) => ({ outcome: 'done', detail });
/** @type {(detail: string) => Outcome} */
export const unchanged = (detail) => ({ outcome: 'unchanged', detail });
/** @type {(detail: string) => Outcome} */
export const skipped = (detail) => ({ outcome: 'skipped', detail });

/**
 * Runs steps in their order and prints a line for each. A failed step does not stop the others, except those that
 * need it. At the end, failed steps are listed and the exit code is 1.
 *
 * @param {readonly Step[]} steps
 * @returns {Promise<string[]>} the titles of steps that failed or were not tried
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
      '\nAll steps can be repeated: follow their messages, then run the command again.',
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
