import { OPENED_BY_A_PERSON } from '../../testing/fixtures/browser-headers';
import { sendRaw } from '../../testing/fixtures/send-raw';
import { FactoryFixture } from './factory-fixture';

const fixture = new FactoryFixture();
beforeAll(() => fixture.start());
afterAll(() => fixture.remove());

const page = async (): Promise<string> =>
  (await sendRaw(`${fixture.factory.endpoint}/`, { headers: OPENED_BY_A_PERSON })).text;

test('shows what starts runs while there is none', async () => {
  expect(await page()).toContain('There is no run yet. <code>npm run refresh</code> starts them.');
});

test('shows runs newest first, with their activities, times and error text', async () => {
  const files = [{ name: '<script>alert(1)</script>.csv', path: 'x' }];
  const failed = await fixture.createRun('ingest_reference_files', { runId: 'r1', files });
  await fixture.until(failed);
  const good = await fixture.createRun('ingest_reference_files', { runId: 'r2', files: [] });
  await fixture.until(good);
  const text = await page();
  const anchors = [...text.matchAll(/<div id="([\da-f-]{36})"/g)].map(([, id]) => id);
  expect(anchors).toEqual([good, failed]);
  expect(text).toContain('2 runs, newest first, read at ');
  expect(text).toMatch(/<strong>ingest_reference_files<\/strong>\s*<span class="good">Succeeded<\/span>/);
  expect(text).toMatch(/<strong>ingest_reference_files<\/strong>\s*<span class="bad">Failed<\/span>/);
  for (const activity of await fixture.activities(failed)) {
    expect(text).toContain(`<tr id="${activity['activityRunId'] as string}">`);
    expect(text).toContain(`<td>${activity['activityType'] as string}</td>`);
  }
  const message = (await fixture.run(failed))['message'] as string;
  expect(message).not.toBe('');
  expect(text).toContain(message.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`));
  expect(text).not.toContain('<script');
  expect(text).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
});
