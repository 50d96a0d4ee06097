import { OPENED_BY_A_PERSON } from '../../../testing/fixtures/browser-headers';
import { sendRaw } from '../../../testing/fixtures/send-raw';
import { dependsOn, JobsFixture, task } from './jobs-fixture';

const fixture = new JobsFixture();
afterEach(() => fixture.cleanup());

const page = async (): Promise<string> =>
  (await sendRaw(`${fixture.databricks.baseUrl}/`, { headers: OPENED_BY_A_PERSON })).text;

test('shows what starts runs while there is none', async () => {
  await fixture.start([task('one', [])]);
  expect(await page()).toContain('There is no run yet. <code>npm run refresh</code> starts them.');
});

test('shows runs newest first, with their tasks, times and error text', async () => {
  await fixture.start([
    task('read', ['print', 'x']),
    task('write', ['fail', '<b>the disk</b> & "all" is full'], dependsOn('read')),
  ]);
  const first = await fixture.ended(await fixture.runNow());
  const second = await fixture.ended(await fixture.runNow());
  const text = await page();
  const anchors = [...text.matchAll(/<div id="(job\/\d+\/run\/\d+)"/g)].map(([, id]) => id);
  expect(anchors).toEqual([second, first].map(({ run_id: id }) => `job/${fixture.jobId}/run/${id}`));
  expect(text).toContain('2 runs, newest first, read at ');
  expect(text).toMatch(/<strong>job<\/strong>\s*<span class="bad">FAILED<\/span>/);
  expect(text).toContain('<td>read</td><td>Python file</td><td class="good">SUCCESS</td>');
  expect(text).toContain('<td>write</td><td>Python file</td><td class="bad">FAILED</td>');
  expect(text).toContain('Error: &#60;b&#62;the disk&#60;/b&#62; &#38; &#34;all&#34; is full');
  expect(text).not.toContain('<b>the disk');
  expect(text).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
});

test('has a fragment for the page address of each run and each task', async () => {
  await fixture.start([task('one', [])]);
  const { tasks, ...run } = await fixture.ended(await fixture.runNow());
  const text = await page();
  for (const { run_page_url: url } of [run, ...tasks])
    expect(text).toContain(`id="${new URL(String(url)).hash.slice(1)}"`);
});
