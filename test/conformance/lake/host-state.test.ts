import { describeHostState } from '../../testing/host-state.suite';
import { LakeFixture, refusal } from './lake-fixture';

const fixture = new LakeFixture();
beforeAll(() => fixture.start());
afterAll(() => fixture.remove());

describeHostState('the lake', () => fixture.lake.connectionString);

describe('requests of the .NET host', () => {
  const blob = '/bronze/127.0.0.1/iot/%24default/ownership/0';
  const put = (headers: Record<string, string>) =>
    fixture.send(blob, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob', ...headers } });

  test('accepts an ETag without quotes', async () => {
    const created = await put({ 'x-ms-meta-ownerid': 'first', 'if-none-match': '*' });
    expect(created.status).toBe(201);
    const etag = (created.headers.get('etag') ?? '').replaceAll('"', '');
    expect(etag).toMatch(/^0x[0-9A-F]+$/);
    const change = (ownerid: string) =>
      fixture.send(`${blob}?comp=metadata`, {
        method: 'PUT',
        headers: { 'x-ms-meta-ownerid': ownerid, 'if-match': etag },
      });
    expect((await change('second')).status).toBe(200);
    expect((await change('third')).status).toBe(412);
  });

  test('keeps metadata with an empty value, as a released ownership has', async () => {
    const client = fixture.blobs.getBlockBlobClient('127.0.0.1/iot/$default/ownership/1');
    await client.upload('', 0, { metadata: { ownerid: '' } });
    expect(await refusal(client.setMetadata({ ownerid: '' }))).toBe('accepted');
    const listed = await fixture.send(
      '/bronze?restype=container&comp=list&include=metadata&prefix=127.0.0.1/',
    );
    expect(await listed.text()).toMatch(/ownership\/1<\/Name>.*<Metadata>.*<ownerid\s*(\/>|><\/ownerid>)/s);
  });
});
