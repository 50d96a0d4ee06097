import { createHash } from 'node:crypto';
import { PowerBiLimiter } from './power-bi-limiter';
import { splitRows } from './split-rows';
import { type PowerBiRow, toPowerBiRow } from './to-power-bi-row';
import { type WindowRow, type WindowSink } from '../../ports';
import { type Clock } from '../../../platform/clock';
import { isSluiceError, SluiceError } from '../../../platform/errors';
import { type RowTarget, type RowTargets } from './power-bi-rows';

/** Longest rest after a delivery. A large backlog is limited by the limiter alone. */
const MAX_REST_MILLISECONDS = 10_000;

/** For a longer wait the sink throws instead, because the caller's time is limited. */
const MAX_WAIT_SECONDS = 2;

export interface PowerBiSinkOptions {
  readonly targets: RowTargets;
  readonly clock: Clock;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

interface PreparedRow {
  readonly row: PowerBiRow;
  readonly bytes: number;
  /** Hash of the view and the whole row. */
  readonly hash: string;
}

/**
 * Sends live windows as rows to Power BI, a table a view. It only appends: a row may be there twice, and
 * readers use the row of a window with the highest `revision`.
 *
 * The sink keeps the limits of a dataset before it sends a request. If that needs a long wait, or if the
 * service returns a wait, it throws with `retryAfterSeconds`. The next call skips rows that were already
 * sent, so a backlog larger than an hour's limit still comes to an end.
 */
export class PowerBiSink implements WindowSink {
  readonly name = 'power-bi';
  readonly #options: PowerBiSinkOptions;
  readonly #limiters = new Map<string, PowerBiLimiter>();
  /** Hashes of rows that a failed call had already sent. */
  #sent = new Set<string>();
  /** Requests and rows of the newest call, by dataset. */
  readonly #spent = new Map<string, { requests: number; rows: number }>();

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
    // Rows that this call does not contain were taken or have changed. No later call contains them.
    const asked = [...byView.values()].flat().map(({ hash }) => hash);
    this.#sent = new Set(asked.filter((hash) => this.#sent.has(hash)));
    this.#spent.clear();
    let refused: SluiceError | undefined;
    for (const [view, rowsOfView] of byView) {
      try {
        await this.#writeView(view, rowsOfView);
      } catch (error) {
        // One refused table must not block the others.
        if (!isSluiceError(error) || error.kind !== 'permanent') throw error;
        refused ??= error;
      }
    }
    if (refused !== undefined) throw refused;
    this.#sent = new Set();
  }

  /** See {@link PowerBiLimiter.restMilliseconds}. */
  restMilliseconds(): number {
    const rests = [...this.#spent].map(([dataset, spent]) =>
      this.#limiterOf(dataset).restMilliseconds(spent),
    );
    this.#spent.clear();
    return Math.min(MAX_REST_MILLISECONDS, Math.max(0, ...rests));
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
        const spent = this.#spent.get(target.dataset) ?? { requests: 0, rows: 0 };
        this.#spent.set(target.dataset, {
          requests: spent.requests + 1,
          rows: spent.rows + rows.length,
        });
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
    if (seconds > MAX_WAIT_SECONDS) {
      const retryAfterSeconds = Math.ceil(seconds);
      throw new SluiceError(
        'power_bi_unavailable',
        `a limit of the Power BI dataset is reached; the next request is possible in ${retryAfterSeconds} s`,
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
