import { type PartialValue } from '../../live/windows';

/** A mutable {@link PartialValue} that others are added to. It changes in place, because a long answer adds millions. */
export class TotalAggregate {
  readonly #aggregate: PartialValue['aggregate'];
  #count = 0;
  #sum = 0n;
  #value: number | null = null;

  constructor(aggregate: PartialValue['aggregate']) {
    this.#aggregate = aggregate;
  }

  /** @throws TypeError for a part of another aggregate, which is a bug */
  add(part: PartialValue): void {
    if (part.aggregate !== this.#aggregate)
      throw new TypeError(`cannot add a ${part.aggregate} to a ${this.#aggregate}`);
    switch (part.aggregate) {
      case 'count':
        this.#count += part.count;
        return;
      case 'sum':
        this.#sum += part.sum;
        return;
      case 'average':
        this.#sum += part.sum;
        this.#count += part.count;
        return;
      case 'minimum':
        if (part.value !== null && (this.#value === null || part.value < this.#value))
          this.#value = part.value;
        return;
      case 'maximum':
        if (part.value !== null && (this.#value === null || part.value > this.#value))
          this.#value = part.value;
    }
  }

  toPartial(): PartialValue {
    const aggregate = this.#aggregate;
    switch (aggregate) {
      case 'count':
        return { aggregate, count: this.#count };
      case 'sum':
        return { aggregate, sum: this.#sum };
      case 'average':
        return { aggregate, sum: this.#sum, count: this.#count };
      case 'minimum':
      case 'maximum':
        return { aggregate, value: this.#value };
    }
  }
}
