import { createHash } from 'node:crypto';
import { PowerBiLimiter } from './power-bi-limiter';
import { splitRows } from './split-rows';
import { type PowerBiRow, toPowerBiRow } from './to-power-bi-row';
import { type WindowRow, type WindowSink } from '../../ports';
import { type Clock } from '../../../platform/clock';
import { isSluiceError, SluiceError } from '../../../platform/errors';
import { type RowTarget, type RowTargets } from './power-bi-rows';

/** A longer wait is left to the caller, whose turn is over sooner. */
const LONGEST_WAIT_SECONDS = 2;

export interface PowerBiSinkOptions {
  readonly targets: RowTargets;
  readonly clock: Clock;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

interface PreparedRow {
  readonly row: PowerBiRow;
  readonly bytes: number;
  /** Of the view and the whole row. */
  readonly hash: string;
}

/**
 * Live windows as rows of Power BI, a table a view. It appends: the same row may stand there twice, and a reader takes the one
 * of a window with the highest `revision`.
 *
 * The limits of a dataset are kept before it is asked. Where they would make it wait long, and where the service asks for
 * patience, it throws with `retryAfterSeconds`. What it sent by then is not sent again with the next call, so that a backlog
 * larger than an hour's limit comes to its end.
 */
export class PowerBiSink implements WindowSink {
  readonly name = 'power-bi';
  readonly #options: PowerBiSinkOptions;
  readonly #limiters = new Map<string, PowerBiLimiter>();
  /** Rows that a call that failed had sent before, by their hash. */
  #sent = new Set<string>();

  constructor(options: PowerBiSinkOptions) {
    this.#options = options;
  }

  async write(rows: readonly WindowRow[]): Promise<void> {
    const byView = new Map<string, PreparedRow[]>();
    for (const row of rows) {
      const known = byView.get(row.view);
      if (known === undefined) byView.set(row.view, [prepare(row)]);
      else known.push(prepare(row));
    }
    // What this call does not ask for was taken or has changed; nobody will ask for it again.
    const asked = [...byView.values()].flat().map(({ hash }) => hash);
    this.#sent = new Set(asked.filter((hash) => this.#sent.has(hash)));
    let refused: SluiceError | undefined;
    for (const [view, rowsOfView] of byView) {
      try {
        await this.#writeView(view, rowsOfView);
      } catch (error) {
        // A table that is wrong must not hold up the others.
        if (!isSluiceError(error) || error.kind !== 'permanent') throw error;
        refused ??= error;
      }
    }
    if (refused !== undefined) throw refused;
    this.#sent = new Set();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #writeView(view: string, rows: readonly PreparedRow[]): Promise<void> {
    const target = await this.#options.targets.find(view);
    if (target === undefined) return;
    const missing = rows.filter(({ hash }) => !this.#sent.has(hash));
    for (const request of splitRows(missing, this.#options.targets.limits, ({ bytes }) => bytes)) {
      await this.#send(target, request);
      for (const { hash } of request) this.#sent.add(hash);
    }
  }

  async #send(target: RowTarget, rows: readonly PreparedRow[]): Promise<void> {
    const limiter = this.#limiterOf(target.dataset);
    for (;;) {
      const admission = limiter.admit(rows.length);
      if (admission.kind === 'wait') {
        await this.#wait(admission.seconds);
        continue;
      }
      try {
        await target.post(rows.map(({ row }) => row));
        return;
      } catch (error) {
        const seconds = isSluiceError(error) ? error.data['retryAfterSeconds'] : undefined;
        if (typeof seconds === 'number') limiter.hold(seconds);
        throw error;
      } finally {
        admission.permit.done();
      }
    }
  }

  async #wait(seconds: number): Promise<void> {
    if (seconds > LONGEST_WAIT_SECONDS) {
      const retryAfterSeconds = Math.ceil(seconds);
      throw new SluiceError(
        'power_bi_unavailable',
        `Power BI takes no more rows for ${retryAfterSeconds} s: a limit of the dataset is reached`,
        { kind: 'transient', data: { retryAfterSeconds } },
      );
    }
    await this.#options.pause(Math.ceil(seconds * 1000));
  }

  #limiterOf(dataset: string): PowerBiLimiter {
    const known = this.#limiters.get(dataset);
    if (known !== undefined) return known;
    const { targets, clock } = this.#options;
    const limiter = new PowerBiLimiter({ limits: targets.limits, clock });
    this.#limiters.set(dataset, limiter);
    return limiter;
  }
}

function prepare(window: WindowRow): PreparedRow {
  const row = toPowerBiRow(window);
  const text = JSON.stringify(row);
  const hash = createHash('sha256').update(window.view).update(text).digest('base64url').slice(0, 22);
  return { row, bytes: Buffer.byteLength(text), hash };
}
