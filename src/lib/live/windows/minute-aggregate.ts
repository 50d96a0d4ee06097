import { groupKey, type GroupState, type MinuteState } from './window-state';
import { type SequenceNumber } from '../../event-log/positions';
import { EventIds } from './event-ids';
import { ValueAggregate } from './partial-value';
import { type View, type WindowEvent } from './view';

interface GroupAggregate {
  readonly keys: readonly string[];
  events: number;
  readonly values: readonly ValueAggregate[];
}

/** A mutable {@link MinuteState}, with the hashes of the events that it has counted. */
export class MinuteAggregate {
  readonly view: View;
  readonly minute: number;
  readonly ids: EventIds;
  /** By the window's start, then by group. */
  readonly #windows = new Map<number, Map<string, GroupAggregate>>();
  #lastSequenceNumber: SequenceNumber | undefined;
  #overflowed = false;

  constructor(view: View, minute: number, ids = new EventIds()) {
    this.view = view;
    this.minute = minute;
    this.ids = ids;
  }

  static from(view: View, state: MinuteState, ids: EventIds): MinuteAggregate {
    const aggregate = new MinuteAggregate(view, state.minute, ids);
    aggregate.#lastSequenceNumber = state.lastSequenceNumber;
    aggregate.#overflowed = state.overflowed;
    for (const { start, groups } of state.windows) {
      const window = new Map<string, GroupAggregate>();
      for (const { keys, events, values } of groups)
        window.set(groupKey(keys), {
          keys,
          events,
          values: values.map((value) => ValueAggregate.from(value)),
        });
      aggregate.#windows.set(start, window);
    }
    return aggregate;
  }

  /** Marks the minute as incomplete. @returns false if it was marked before */
  overflow(): boolean {
    if (this.#overflowed) return false;
    this.#overflowed = true;
    return true;
  }

  /** Records that an event belongs to this minute, whether or not it counts. */
  seen(sequenceNumber: SequenceNumber): void {
    this.#lastSequenceNumber = sequenceNumber;
  }

  /**
   * Counts an event, unless it was counted before.
   *
   * @param maxGroups of a window; events of further groups do not count and mark the minute as incomplete
   * @returns whether the minute has changed
   */
  add(event: WindowEvent, maxGroups: number): boolean {
    if (!this.ids.add(event.hash)) return false;
    let window = this.#windows.get(event.windowStart);
    if (window === undefined)
      this.#windows.set(event.windowStart, (window = new Map<string, GroupAggregate>()));
    const key = groupKey(event.keys);
    let group = window.get(key);
    if (group === undefined) {
      if (window.size >= maxGroups) return this.overflow();
      const values = this.view.windows.values.map(({ aggregate }) => new ValueAggregate(aggregate));
      window.set(key, (group = { keys: event.keys, events: 0, values }));
    }
    group.events += 1;
    const { values } = group;
    for (let index = 0; index < values.length; index++) values[index]?.add(event.numbers[index]);
    return true;
  }

  /** @throws RangeError for a minute without events */
  toState(): MinuteState {
    if (this.#lastSequenceNumber === undefined) throw new RangeError('the minute has no event to store');
    const windows = [...this.#windows].map(([start, groups]) => ({
      start,
      groups: [...groups.values()].map(toGroupState),
    }));
    return {
      minute: this.minute,
      lastSequenceNumber: this.#lastSequenceNumber,
      windows: windows.sort((a, b) => a.start - b.start),
      overflowed: this.#overflowed,
    };
  }
}

function toGroupState({ keys, events, values }: GroupAggregate): GroupState {
  return { keys, events, values: values.map((value) => value.toPartial()) };
}
