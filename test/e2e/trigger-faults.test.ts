import { eventually, startTestStack } from '../helpers/stack';
import { telemetry } from '../helpers/telemetry';

it('lets a test of the whole stack make the trigger of landing skip events', async () => {
  const stack = await startTestStack({ faultEndpoints: true });
  try {
    const faults = async (method: string, body?: object): Promise<unknown> => {
      const response = await fetch(`${stack.baseUrl}/_stand-in/faults`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return response.json();
    };
    const fault = { kind: 'skip-events', count: 1 };
    expect(await faults('POST', { fault, functionName: 'landIot' })).toEqual({ pending: 1 });
    const record = telemetry('skipped', { deviceId: 'dev-1', measuredAt: new Date().toISOString() });
    const response = await stack.api('ingest/iot/telemetry', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(record),
    });
    expect(response.status).toBe(202);
    await eventually(async () => ((await faults('GET')) as { pending: number }).pending === 0, 'the loss');
  } finally {
    await stack.end();
  }
});
