import { PowerBiFixture } from './power-bi-fixture';

const fixture = new PowerBiFixture();
beforeAll(() => fixture.start());
afterAll(() => fixture.cleanup());

const list = (authorization: string) => fixture.send('GET', '/datasets', undefined, { authorization });

// Proves auth of power-bi with HTTP.
test('accepts a token for Power BI', async () => {
  expect(await list(`Bearer ${fixture.token()}`)).toMatchObject({ status: 200 });
});

// Proves auth of power-bi with HTTP.
test('requires a token', async () => {
  expect(await list('Basic abc')).toMatchObject({ error: '401 Unauthorized' });
});

test('refuses a token for another service, and one with a wrong signature', async () => {
  expect(await list(`Bearer ${fixture.token('https://management.azure.com')}`)).toMatchObject({
    error: '403 InvalidToken',
  });
  expect(await list('Bearer abc.def')).toMatchObject({ error: '403 InvalidToken' });
});

test('refuses an expired token', async () => {
  const token = fixture.token();
  fixture.clock.advance(601);
  expect(await list(`Bearer ${token}`)).toMatchObject({ error: '403 TokenExpired' });
});
