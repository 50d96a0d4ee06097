/** The reason of a run's signal: why its activities must end. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';

  constructor(readonly why: 'cancelled' | 'service closes') {
    super(why);
  }
}
