import { OrchestrationRuntimeStatus } from 'durable-functions';
import { type RefreshInput } from '../../../src/lib/refresh/ports';
import { toRefreshId, toRefreshNumber } from '../../../src/lib/refresh/refresh-id';
import { createInstances } from '../../../src/lib/refresh/trigger/durable-instances';

type Client = Parameters<typeof createInstances>[0];

const NUMBER = toRefreshNumber(1763700000000);
const ID = toRefreshId(NUMBER, '00000000');
const INPUT: RefreshInput = {
  refreshId: ID,
  number: NUMBER,
  limits: { pollSeconds: 5, pollMaxSeconds: 60, timeoutMinutes: 120 },
};
/** The library's message if the extension answers 404. */
const UNKNOWN = new Error(
  'DurableClient error: Durable Functions extension replied with HTTP 404 response. ',
);

function clientWith(parts: { readonly [Name in keyof Client]?: () => Promise<unknown> }): Client {
  const absent = (): Promise<never> => Promise.reject(new Error('not expected'));
  return {
    getStatus: absent,
    startNew: absent,
    purgeInstanceHistoryBy: absent,
    ...parts,
  } as unknown as Client;
}

const withStatus = (runtimeStatus: OrchestrationRuntimeStatus): Client =>
  clientWith({ getStatus: () => Promise.resolve({ runtimeStatus }) });

describe('status', () => {
  it.each([
    [OrchestrationRuntimeStatus.Pending, 'active'],
    [OrchestrationRuntimeStatus.Running, 'active'],
    [OrchestrationRuntimeStatus.ContinuedAsNew, 'active'],
    [OrchestrationRuntimeStatus.Suspended, 'active'],
    [OrchestrationRuntimeStatus.Completed, 'ended'],
    [OrchestrationRuntimeStatus.Failed, 'ended'],
    [OrchestrationRuntimeStatus.Terminated, 'ended'],
    [OrchestrationRuntimeStatus.Canceled, 'ended'],
  ])('maps %s to %s', async (status, expected) => {
    expect(await createInstances(withStatus(status)).status(ID)).toMatchObject({ status: expected });
  });

  it('returns absent for an unknown instance', async () => {
    const client = clientWith({ getStatus: () => Promise.reject(UNKNOWN) });
    expect(await createInstances(client).status(ID)).toEqual({ status: 'absent' });
  });

  it('returns the message of a failure without its stacks', async () => {
    const output =
      "Orchestrator function 'refreshMedallion' failed: Non-Deterministic workflow detected: no task 2\n   at DurableTask.Core.TaskOrchestrationContext.HandleTaskCompletedEvent(TaskCompletedEvent e)";
    const client = clientWith({
      getStatus: () => Promise.resolve({ runtimeStatus: OrchestrationRuntimeStatus.Failed, output }),
    });
    expect(await createInstances(client).status(ID)).toEqual({
      status: 'ended',
      failure:
        "Orchestrator function 'refreshMedallion' failed: Non-Deterministic workflow detected: no task 2",
    });
  });

  it('throws a transient fault if the extension does not answer', async () => {
    const client = clientWith({ getStatus: () => Promise.reject(new Error('ECONNREFUSED')) });
    await expect(createInstances(client).status(ID)).rejects.toMatchObject({
      code: 'durable_unavailable',
      kind: 'transient',
    });
  });
});

describe('start', () => {
  const refuses = (): Promise<never> => Promise.reject(new Error('409'));

  it('succeeds if another caller was first', async () => {
    const client = clientWith({
      startNew: refuses,
      getStatus: () => Promise.resolve({ runtimeStatus: OrchestrationRuntimeStatus.Running }),
    });
    await expect(createInstances(client).start(ID, INPUT)).resolves.toBeUndefined();
  });

  it('throws a transient fault if there is no instance after it', async () => {
    const client = clientWith({ startNew: refuses, getStatus: () => Promise.reject(UNKNOWN) });
    await expect(createInstances(client).start(ID, INPUT)).rejects.toMatchObject({
      code: 'durable_unavailable',
    });
  });
});

it('throws no stack of the extension', async () => {
  const answer =
    'The operation failed with an unexpected status code: 500. Details: {"Message":"An error has occurred.","StackTrace":"   at Microsoft.Azure"}';
  const client = clientWith({ getStatus: () => Promise.reject(new Error(answer)) });
  await expect(createInstances(client).status(ID)).rejects.toMatchObject({
    message: 'could not read the orchestration: The operation failed with an unexpected status code: 500.',
  });
});

describe('purge', () => {
  it('begins with the oldest histories, stops when its time is up, and continues in the next call', async () => {
    const day = 86_400_000;
    let time = 100 * day;
    const before = new Date(70 * day);
    const asked: [number, number][] = [];
    const client = {
      ...clientWith({}),
      purgeInstanceHistoryBy: ({ createdTimeFrom, createdTimeTo }: Record<string, Date>) => {
        time += 20_000;
        asked.push([Number(createdTimeFrom) / day, Number(createdTimeTo) / day]);
        return Promise.resolve({ instancesDeleted: 3 });
      },
    } as unknown as Client;
    const instances = createInstances(client, { now: () => new Date(time) });
    expect(await instances.purge(before, time + 45_000)).toBe(9);
    expect(asked).toEqual([
      [0, 63],
      [63, 64],
      [64, 65],
    ]);
    asked.length = 0;
    expect(await instances.purge(before, time + 3_600_000)).toBe(24);
    expect(asked.at(0)).toEqual([0, 63]);
    expect(asked.at(-1)).toEqual([69, 70]);
  });
});
