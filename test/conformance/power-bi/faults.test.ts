import { startPowerBi } from '../../../local/power-bi';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';
import { PowerBiFixture, ROW } from './power-bi-fixture';

const PATH = '/_stand-in/faults';

describe('faults', () => {
  const fixture = new PowerBiFixture();
  let datasetId: string;
  beforeAll(async () => {
    await fixture.start();
    datasetId = await fixture.createDataset();
  });
  afterAll(() => fixture.cleanup());

  const post = () => fixture.send('POST', `/datasets/${datasetId}/tables/reading/rows`, { rows: [ROW] });

  test('refuses a request with Retry-After, and stores no row', async () => {
    fixture.faults.inject({ kind: 'fail', status: 503, code: 'ServiceUnavailable', retryAfterSeconds: 7 });
    const { error, headers } = await post();
    expect([error, headers.get('retry-after')]).toEqual(['503 ServiceUnavailable', '7']);
    expect(fixture.service.rows(datasetId, 'reading')).toEqual([]);
  });

  test('stores the rows of a request whose reply is lost', async () => {
    fixture.faults.inject({ kind: 'lose-reply' }, { operation: 'PostRows' });
    expect(await fixture.send('GET', '/datasets')).toMatchObject({ status: 200 });
    await expect(post()).rejects.toThrow('fetch failed');
    expect(fixture.service.rows(datasetId, 'reading')).toEqual([ROW]);
    expect(fixture.faults.pending).toBe(0);
  });

  test('has no fault endpoint by default', async () => {
    expect(await fixture.sendTo(`${fixture.service.endpoint}${PATH}`, 'POST', {})).toMatchObject({
      status: 404,
    });
  });
});

test('injects, counts and clears faults over HTTP', async () => {
  const directory = await temporaryDirectory();
  const powerBi = await startPowerBi({ dataDirectory: directory.path, tokenKey: 'k', faultEndpoint: true });
  const send = async (method: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${powerBi.endpoint}${PATH}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return answer.json();
  };
  try {
    const fault = { kind: 'fail', status: 429, code: 'Busy', retryAfterSeconds: 1 };
    expect(await send('POST', { fault, requests: 2, operation: 'PostRows' })).toEqual({ pending: 2 });
    expect(await send('POST', { fault: { kind: 'refresh-fails' } })).toEqual({ pending: 3 });
    expect(powerBi.faults.take({ operation: 'PostRows' })).toEqual([fault, { kind: 'refresh-fails' }]);
    expect(await send('GET')).toEqual({ pending: 1 });
    expect(await send('DELETE')).toEqual({ pending: 0 });
    expect(await send('POST', { fault: { kind: 'melt' } })).toMatchObject({
      error: { code: 'InvalidRequest' },
    });
    expect(await send('PUT')).toMatchObject({ error: { code: 'MethodNotAllowed' } });
  } finally {
    await powerBi.close();
    await directory.remove();
  }
});
