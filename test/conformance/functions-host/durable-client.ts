import { type HostUnderTest, waitFor } from './host-under-test';
import { type ManualClock } from './manual-clock';

/** An instance as the management API returns it. */
export interface Status {
  readonly name: string;
  readonly instanceId: string;
  readonly runtimeStatus: string;
  readonly input: unknown;
  readonly output: unknown;
  readonly customStatus: unknown;
  readonly createdTime: string;
  readonly lastUpdatedTime: string;
}

const ENDS = ['Completed', 'Failed', 'Terminated'];

/** Calls the library's own client, which runs inside the fixture app's function `client`. */
export class DurableClient {
  readonly #baseUrl: string;

  constructor({ baseUrl }: { baseUrl: string }) {
    this.#baseUrl = baseUrl;
  }

  static of({ host }: HostUnderTest): DurableClient {
    return new DurableClient(host);
  }

  /** @throws Error with the error of the library's client */
  async call<Result>(method: string, ...args: unknown[]): Promise<Result> {
    const body = JSON.stringify({ method, args });
    const response = await fetch(`${this.#baseUrl}/api/client`, { method: 'POST', body });
    const answer = (await response.json()) as { result: Result; error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.result;
  }

  start(name: string, input?: unknown, instanceId?: string): Promise<string> {
    return this.call('startNew', name, { input, instanceId });
  }

  status(instanceId: string): Promise<Status> {
    return this.call('getStatus', instanceId);
  }

  /** Waits until the instance is in `runtimeStatus`. */
  reach(instanceId: string, runtimeStatus: string): Promise<Status> {
    return waitFor(async () => {
      if ((await this.#peek(instanceId)) !== runtimeStatus) return undefined;
      const status = await this.status(instanceId);
      return status.runtimeStatus === runtimeStatus ? status : undefined;
    }, `"${instanceId}" to be ${runtimeStatus}`);
  }

  /** Waits for its end; a given clock is moved to each next due time. */
  end(instanceId: string, clock?: ManualClock): Promise<Status> {
    return waitFor(async () => {
      if (ENDS.includes(await this.#peek(instanceId))) return this.status(instanceId);
      const due = clock?.due[0];
      if (due !== undefined) clock?.moveTo(due);
      return undefined;
    }, `the end of "${instanceId}"`);
  }

  /** Its `runtimeStatus`, asked of the host itself: through the worker each look would run a function. */
  async #peek(instanceId: string): Promise<string> {
    const path = `/runtime/webhooks/durabletask/instances/${encodeURIComponent(instanceId)}`;
    const response = await fetch(`${this.#baseUrl}${path}?showInput=false`);
    const status = (await response.json()) as Partial<Status>;
    return status.runtimeStatus ?? (await this.status(instanceId)).runtimeStatus;
  }

  /** Starts an orchestration and returns its output. */
  async run(name: string, input?: unknown, clock?: ManualClock): Promise<unknown> {
    return (await this.end(await this.start(name, input), clock)).output;
  }
}
