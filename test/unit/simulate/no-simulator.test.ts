import { type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { createSimulateHandler } from '../../../src/lib/simulate/http';

// A declaration may omit the simulator; all sources of the project have one.
jest.mock('../../../src/lib/contracts/generated/sources', () => ({
  SOURCES: ['iot', 'payments'],
  SIMULATED_SOURCES: ['iot'],
}));

const simulate = createSimulateHandler(() => ({}) as never);

it.each([
  ['payments', 'simulator_unknown', "The source 'payments' has no simulator; sources with one are iot."],
  ['weather', 'source_unknown', "There is no source 'weather'; sources are iot, payments."],
])(
  'answers 404 to a simulation of %s with the code %s, and names the choices',
  async (source, code, detail) => {
    const request = { params: { source } } as unknown as HttpRequest;
    const response = (await simulate(request, {} as never)) as HttpResponseInit;
    expect(response.status).toBe(404);
    expect(JSON.parse(response.body as string)).toMatchObject({ code, detail });
  },
);
