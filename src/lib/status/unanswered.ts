import { type Source, SOURCES } from '../contracts/source';
import { type Stage, type StatusProblem } from './api';

/** A stage that did not answer, or not in time. */
export interface Unanswered {
  readonly stage: Stage;
  readonly state: 'slow' | 'down';
}

/** Stages in the order of the data flow. The first one with a fault tells it. */
const ORDER: readonly Stage[] = ['hub', 'bronze', 'live', 'refresh', 'sinks', 'quarantine'];

/** Stages that read from the service of another one. Without that service they have no answer either. */
const NEEDS: Readonly<Record<Stage, readonly Stage[]>> = {
  hub: [],
  bronze: [],
  // All of these are in the table storage; plans and quarantined records are in the lake, too.
  live: [],
  refresh: ['bronze', 'live'],
  sinks: ['live', 'refresh'],
  quarantine: ['bronze', 'live', 'refresh', 'sinks'],
};

const NAMES: Readonly<Record<Stage, string>> = {
  hub: 'Event Hubs',
  bronze: 'the lake',
  live: 'the table of live windows',
  refresh: 'the table of refreshes',
  sinks: 'the state of the sinks',
  quarantine: 'the index of quarantined records',
};

/** For each stage, the sentences about it alone, with the data that is safe. */
const DOWN: Readonly<Record<Exclude<Stage, 'hub'>, string>> = {
  bronze: 'The lake does not answer. Events wait in the hubs; nothing is lost.',
  live: 'The table of live windows does not answer. Windows are not updated and catch up from the hubs later. Landing continues.',
  refresh:
    'The table of refreshes does not answer. Gold is unchanged; events continue to land and wait for the next refresh.',
  sinks: 'The state of the sinks cannot be read. Windows are kept and delivered later.',
  quarantine:
    'The index of quarantined records does not answer. The records are safe in Bronze, and landing continues.',
};

/**
 * Problems of stages that did not answer. One fault is told once: the first stage that it concerns has the message, and
 * the others name that stage as their cause.
 *
 * @param silentSources sources whose hubs are down
 */
export function toUnansweredProblems(
  unanswered: readonly Unanswered[],
  silentSources: readonly Source[],
): readonly StatusProblem[] {
  const stages = ORDER.flatMap((stage) => unanswered.find((one) => one.stage === stage) ?? []);
  const down = stages.filter(({ state }) => state === 'down').map(({ stage }) => stage);
  const causeOf = ({ stage, state }: Unanswered): Stage | null => {
    const cause = NEEDS[stage].find((needed) => down.includes(needed));
    if (cause !== undefined || state === 'down') return cause ?? null;
    const [first] = stages.filter((one) => one.state === 'slow' && !NEEDS[one.stage].some(isDown));
    return first === undefined || first.stage === stage ? null : first.stage;
  };
  const isDown = (stage: Stage): boolean => down.includes(stage);
  const causes = new Map(stages.map((one) => [one.stage, causeOf(one)] as const));
  return stages.map(({ stage, state }): StatusProblem => {
    const cause = causes.get(stage) ?? null;
    if (cause !== null)
      return { stage, state, cause, message: `No answer, with the same cause as ${NAMES[cause]}.` };
    const others = stages.filter((one) => causes.get(one.stage) === stage).map((one) => one.stage);
    return {
      stage,
      state,
      cause,
      message:
        state === 'slow' ? toSlowMessage([stage, ...others]) : toDownMessage(stage, others, silentSources),
    };
  });
}

function toSlowMessage(stages: readonly Stage[]): string {
  const names = toList(stages.map((stage) => NAMES[stage]));
  const verb = stages.length === 1 ? 'answers' : 'answer';
  return `${capitalised(names)} ${verb} slowly. The numbers are the last known ones, and the question is repeated. Nothing is lost.`;
}

function toDownMessage(stage: Stage, others: readonly Stage[], silentSources: readonly Source[]): string {
  if (stage === 'hub') {
    const which = silentSources.length === SOURCES.length ? '' : ` for ${silentSources.join(', ')}`;
    return `Event Hubs does not answer${which}: events sent now are refused with 503 and can be sent again. Accepted events are safe.`;
  }
  if (others.length === 0 || stage === 'bronze') return DOWN[stage];
  const names = toList([stage, ...others].map((one) => NAMES[one]));
  return `The table storage does not answer. Landing continues; nothing is lost. Not readable: ${names}.`;
}

function toList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
