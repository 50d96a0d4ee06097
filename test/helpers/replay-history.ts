import { type OrchestrationHandler } from 'durable-functions';
import { type RecordedHistory } from './durable-runner';
import { type Action, takeTurn } from './durable-turn';

/**
 * Replays a recorded history through an orchestrator as it is now, turn by turn as it came into being, and tells the
 * first turn whose answer differs from the recorded one.
 *
 * @returns undefined where an instance with this history would go on as if nothing had changed
 */
export async function findDifference(
  handler: OrchestrationHandler,
  { history, turns, actions, output, ...instance }: RecordedHistory,
): Promise<string | undefined> {
  for (const [index, { events, actions: count }] of turns.entries()) {
    const answer = await takeTurn(handler, instance, history.slice(0, events));
    const expected = takeLeaves(actions, count);
    const got = answer.actions.flatMap(leavesOf);
    const at = `turn ${index + 1} of ${turns.length}`;
    if (answer.error !== undefined) return `${at}: the orchestrator failed: ${answer.error}`;
    const same = got.length === expected.length && got.every((action, n) => isSame(action, expected[n]));
    if (!same) return `${at}: recorded ${JSON.stringify(expected.at(-1))}, now ${JSON.stringify(got.at(-1))}`;
    const isLast = index === turns.length - 1;
    if (answer.isDone !== isLast) return `${at}: it ${answer.isDone ? 'ends early' : 'does not end'}`;
    if (isLast && !isSame(answer.output, output)) {
      return `${at}: recorded output ${JSON.stringify(output)}, now ${JSON.stringify(answer.output)}`;
    }
  }
  return undefined;
}

function takeLeaves(actions: readonly Action[], count: number): readonly Action[] {
  return actions.flatMap(leavesOf).slice(0, count);
}

function leavesOf(action: Action): readonly Action[] {
  return action.compoundActions?.flatMap(leavesOf) ?? [action];
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** Texts for people: nothing branches on their wording. */
const WORDINGS: readonly string[] = ['reason', 'powerBiFailure'];

/** The order of names in an object is no difference, and neither is the wording of a reason. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([name, part]) => [name, WORDINGS.includes(name) ? '' : sorted(part)]),
  );
}
