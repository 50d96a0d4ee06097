import { type SemanticModelRefresher } from '../../../src/lib/refresh/ports';
import { SluiceError } from '../../../src/lib/platform/errors';

/** A fake of Power BI that fails the first requests with the given faults, and accepts later ones. */
export class ScriptedSemanticModel implements SemanticModelRefresher {
  requests = 0;
  readonly #faults: (SluiceError | Error)[];

  constructor(...faults: (SluiceError | Error)[]) {
    this.#faults = faults;
  }

  start(): Promise<void> {
    this.requests += 1;
    const fault = this.#faults.shift();
    return fault === undefined ? Promise.resolve() : Promise.reject(fault);
  }
}

export function powerBiRefuses(reason: string): SluiceError {
  return new SluiceError('power_bi_refused', reason, { kind: 'permanent' });
}

export function powerBiIsAway(): SluiceError {
  return new SluiceError('power_bi_unavailable', 'Power BI did not answer', { kind: 'transient' });
}
