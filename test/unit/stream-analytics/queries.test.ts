import { createRegistry } from '../../../src/lib/contracts/registry';
import { at, ofType, resourcesOf } from '../../testing/fixtures/snapshots';
import { MARTS } from './marts';
import { JOB, QUERIES, StreamScene } from './stream-scene';
import { translate } from './translate';

const DEPARTMENTS = ['customer-care', 'finance', 'marketing', 'operations', 'sales'];
const CONTRACTS = createRegistry().all();

it('has one query per department, and a mart of Gold for each of its outputs', () => {
  expect([...QUERIES.keys()]).toEqual(DEPARTMENTS);
  const outputs = [...QUERIES.values()].flatMap((query) => [...translate(query).outputs.keys()]);
  expect(outputs.sort()).toEqual(Object.keys(MARTS).sort());
});

it('names outputs after the department', () => {
  for (const [department, query] of QUERIES)
    for (const output of translate(query).outputs.keys())
      expect(output).toMatch(new RegExp(`^${department.replace('-', '_')}_[a-z_]+$`));
});

it('reads each hub at one place, so that a job is one reader of a partition', () => {
  for (const query of QUERIES.values()) {
    const { inputs } = translate(query);
    expect(new Set(inputs).size).toBe(inputs.length);
    expect(inputs.length).toBeGreaterThan(0);
  }
});

it('has at most as many jobs at a hub as a consumer group allows readers', () => {
  const jobs = [...QUERIES.values()].flatMap((query) => translate(query).inputs);
  for (const input of new Set(jobs))
    expect(jobs.filter((other) => other === input).length).toBeLessThanOrEqual(5);
});

it('reads no field that a contract protects', () => {
  const paths = CONTRACTS.flatMap(({ personalData }) => personalData.map(({ path }) => path));
  expect(paths.length).toBeGreaterThan(5);
  for (const path of paths)
    for (const query of QUERIES.values()) expect(query).not.toContain(`data${path.replaceAll('/', '.')}`);
});

it('outputs values only, without nested records', async () => {
  const scene = await StreamScene.start([]);
  try {
    for (const output of Object.keys(MARTS))
      for (const type of (await scene.open(output)).values())
        expect(type).toMatch(/^(VARCHAR|BIGINT|HUGEINT|INTEGER|DOUBLE|TIMESTAMP)$/);
  } finally {
    scene.end();
  }
});

it('uses existing types and versions', () => {
  const known = CONTRACTS.map(({ type, version }) => `urn:sluice:contract:${type}:${version}`);
  for (const query of QUERIES.values()) {
    const named = query.match(/urn:sluice:contract:[\w.]+:\d+/g) ?? [];
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(known).toContain(name);
  }
});

it('waits ten minutes for late events, and drops later ones', () => {
  expect(JOB).toMatchObject({
    compatibilityLevel: '1.2',
    eventsOutOfOrderPolicy: 'Drop',
    eventsOutOfOrderMaxDelayInSeconds: 599,
  });
  expect(JOB.eventsLateArrivalMaxDelayInSeconds).toBeLessThanOrEqual(1_814_399);
});

describe('the translator of these tests', () => {
  const step = (
    select: string,
  ): string => `WITH A AS (SELECT data.x AS x, data.y AS y FROM iot TIMESTAMP BY data.t), B AS (${select})
    SELECT x INTO o FROM A`;

  it('translates the frame of the cases below', () => {
    expect([...translate(step('SELECT x FROM A')).steps.keys()]).toEqual(['A', 'B']);
  });

  it.each([
    ['a function', 'SELECT SUBSTRING(x, 1, 2) AS z FROM A', /SUBSTRING is not known/],
    ['an analytic function', 'SELECT LAG(x) OVER (LIMIT DURATION(hour, 1)) AS z FROM A', /LAG is not known/],
    ['a group without a window', 'SELECT COUNT(*) AS n FROM A GROUP BY x', /a window must be specified/],
    ['an aggregate without a group', 'SELECT COUNT(*) AS n FROM A', /has no group/],
    ['a CASE without ELSE', "SELECT CASE WHEN x = '1' THEN 1 END AS z FROM A", /expects ELSE/],
    ['HAVING', 'SELECT COUNT(*) AS n FROM A GROUP BY System.Timestamp() HAVING COUNT(*) > 1', /expects \)/],
    [
      'another window',
      'SELECT COUNT(*) AS n FROM A GROUP BY HoppingWindow(hour, 2, 1)',
      /expects a name|window|at '\('/,
    ],
    [
      'a window of more than a week',
      'SELECT COUNT(*) AS n FROM A GROUP BY TumblingWindow(Duration(day, 8), Offset(millisecond, -1))',
      /seven days/,
    ],
    ['a decimal', 'SELECT CAST(x AS decimal) AS z FROM A', /type/],
    ['an expression without a name', 'SELECT x + 1 FROM A', /expects AS/],
    [
      'an order by an expression',
      'SELECT TopOne() OVER (ORDER BY x + 1 ASC) AS z FROM A GROUP BY System.Timestamp()',
      /ASC or DESC/,
    ],
    ['a step that does not exist', 'SELECT x FROM C', /neither an input nor a step/],
    ['an input without the time of the event', 'SELECT data.x AS x FROM ecommerce', /expects TIMESTAMP BY/],
    ['parts of a union with other columns', 'SELECT x FROM A UNION SELECT y FROM A', /other columns/],
    [
      'a join without bounds in time',
      'SELECT a.x AS x FROM A AS a LEFT JOIN A AS b ON a.x = b.x',
      /expects AND DATEDIFF/,
    ],
    ['a sign', "SELECT x FROM A WHERE x != '1'", /'!' is not known/],
  ])('refuses %s', (_, select, message) => {
    expect(() => translate(step(select))).toThrow(message);
  });
});

it('is deployed with the inputs and outputs of each query', () => {
  const jobs = ofType(resourcesOf('longest-name'), 'Microsoft.StreamAnalytics/streamingjobs');
  const named = (job: unknown, path: string): string[] =>
    (at(job, path) as readonly { readonly name: string }[]).map(({ name }) => name).sort();
  for (const job of jobs) expect(job.properties).toMatchObject(JOB);
  const deployed = jobs.map((job) => [
    job.name.replace(/^asa-\w+?-/, ''),
    named(job, 'properties.inputs'),
    named(job, 'properties.outputs'),
  ]);
  const wanted = Array.from(QUERIES, ([department, query]) => {
    const { inputs, outputs } = translate(query);
    return [department, [...inputs].sort(), [...outputs.keys()].sort()];
  });
  expect(deployed.sort()).toEqual(wanted);
});
