import fc from 'fast-check';
import { type Contract } from '../../../src/lib/contracts/contract';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { toSegments } from '../../../src/lib/quarantine/mask-event';
import { exampleEvent, QuarantineScene } from '../../testing/fixtures/quarantine-scene';
import { runs } from '../../testing/runs';

const registry = createRegistry();
const protecting = registry.all().filter(({ personalData }) => personalData.length > 0);

type Json = Record<string, unknown>;

/** Sets a value deep inside, and makes missing objects on the path. */
function setAt(record: Json, segments: readonly string[], value: unknown): void {
  const [name = '', ...rest] = segments;
  if (rest.length === 0) {
    record[name] = value;
    return;
  }
  const next = record[name];
  const child: Json = typeof next === 'object' && next !== null ? (next as Json) : {};
  record[name] = child;
  setAt(child, rest, value);
}

/** How a secret value can be part of a field. */
const SHAPES: readonly ((secret: string) => unknown)[] = [
  (secret) => secret,
  (secret) => [secret],
  (secret) => ({ [`${secret}@example.com`]: secret, email: secret }),
  (secret) => ({ value: { deep: [secret, { deviceId: secret }] } }),
  (secret) => `${secret}, "${secret}"`,
];

/** Changes that a sender can make to an event that has the secret. */
const DAMAGES: readonly ((event: Json, secret: string) => string | Buffer)[] = [
  (event) => JSON.stringify(event),
  (event) => JSON.stringify({ ...event, specversion: '9' }),
  (event) => JSON.stringify({ ...event, type: 'nobody.knows' }),
  (event) => JSON.stringify({ ...event, type: 'iot.telemetry' }),
  (event) => JSON.stringify(event['data']),
  (event) => JSON.stringify([event]),
  (event) => JSON.stringify(event).slice(0, -3),
  (event) => `${JSON.stringify(event)}}`,
  (event, secret) => JSON.stringify({ ...event, subject: secret, note: secret, [`${secret}!`]: 1 }),
  (event, secret) => JSON.stringify({ ...event, data: secret }),
  (event, secret) => JSON.stringify({ ...event, data: undefined, data_base64: secret }),
  (event, secret) => JSON.stringify({ ...event, data: { ...(event['data'] as Json), profile: secret } }),
  (event, secret) => JSON.stringify({ ...event, data: { ...(event['data'] as Json), lines: [secret] } }),
  (event, secret) => JSON.stringify({ ...event, id: { of: secret }, source: [secret] }),
  (event, secret) =>
    `{"firstName":"${secret}","firstName":"${secret}"}`.replace(
      '{',
      JSON.stringify(event).slice(0, -1) + ',',
    ),
  (_, secret) => `firstName,email\n${secret},${secret}@example.com\n`,
  (_, secret) => Buffer.concat([Buffer.from(`{"email":"${secret}"`), Buffer.from([0xff])]),
];

const secretArbitrary = fc
  .tuple(fc.stringMatching(/^[A-Za-zÀ-ÿ]{3}[0-9]{3}[A-Za-z]{2,6}$/), fc.constantFrom('', ' ', '-', '.'))
  .map(([word, joint]) => `Q${word}${joint}Z7`);

it('shows no protected value and no value of an unknown field in any answer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...protecting),
      fc.constantFrom(...SHAPES),
      fc.constantFrom(...DAMAGES),
      secretArbitrary,
      async (contract: Contract, shape, damage, secret) => {
        const event = exampleEvent(registry, contract.type);
        const data = structuredClone(event['data']) as Json;
        for (const { path } of contract.personalData) setAt(data, toSegments(path), shape(secret));
        data['unknownField'] = shape(secret);
        const body = damage({ ...event, data }, secret);
        const scene = new QuarantineScene({ registry });
        await scene.land(contract.source, [
          typeof body === 'string' ? body : { body, properties: { note: secret, [`${secret}!`]: 1 } },
        ]);

        const { quarantine } = scene;
        const list = await quarantine.list({ state: 'all' }, { limit: 10 });
        expect(list.total).toBe(1);
        const [record] = list.records;
        const fix = { patch: [{ op: 'add', path: '/data/note', value: secret }] };
        const event2 = { ...exampleEvent(registry, contract.type), data: { ...data, note: secret } };
        const answers = [
          list,
          await quarantine.describe(record?.id ?? ''),
          await scene.replay({ filter: { all: true }, dryRun: true }),
          await scene.replay({ filter: { all: true }, fix }),
          await scene.replay({ filter: { ids: [record?.id] }, fix: { event: event2 }, dryRun: true }),
          await scene.replay({ filter: { all: true } }),
          await quarantine.listReplays(10),
          await quarantine.describe(record?.id ?? ''),
        ];
        for (const answer of answers) {
          expect(answer).toBeDefined();
          const text = JSON.stringify(answer);
          for (const part of [secret, secret.slice(0, 7)]) expect(text).not.toContain(part);
        }
      },
    ),
    { numRuns: runs(40, 120) },
  );
});

it('shows no value of the examples that their contracts protect', async () => {
  for (const contract of protecting) {
    for (const example of (contract.schema['examples'] ?? []) as readonly Json[]) {
      const scene = new QuarantineScene({ registry });
      const event = { ...exampleEvent(registry, contract.type), data: { ...example, surplus: 1 } };
      await scene.land(contract.source, [JSON.stringify(event), JSON.stringify(event).slice(1)]);
      const { records } = await scene.quarantine.list({ state: 'all' }, { limit: 10 });
      const answers = await Promise.all(records.map(({ id }) => scene.quarantine.describe(id)));
      answers.push(
        ...(await scene.replay({ filter: { all: true } })).results.map((result) => result as never),
      );
      const text = JSON.stringify(answers);
      for (const { path } of contract.personalData) {
        const value = toSegments(path).reduce<unknown>(
          (node, name) => (node as Json | undefined)?.[name],
          example,
        );
        if (value !== undefined) expect(text).not.toContain(value as string);
      }
    }
  }
});

it('shows values that are not protected, so that faults are visible', async () => {
  const scene = new QuarantineScene({ registry });
  const event = exampleEvent(registry, 'customers.profile', { operation: 'upset' });
  await scene.land('customers', [JSON.stringify(event)]);
  const [record] = (await scene.quarantine.list({ state: 'open' }, { limit: 1 })).records;
  const described = await scene.quarantine.describe(record?.id ?? '');
  expect(described?.event).toMatchObject({
    type: 'customers.profile',
    data: {
      operation: 'upset',
      customerId: 'cus-00311',
      profile: {
        firstName: '•••',
        address: { street: '•••', city: 'Tallinn' },
        consent: { marketing: true },
      },
    },
  });
});

it('keeps the structure of a text that is not JSON', async () => {
  const scene = new QuarantineScene({ registry });
  await scene.land('customers', ['{"customerId": "cus-7", "email": "Liis.Tamm@example.com", "vip": tru']);
  const [record] = (await scene.quarantine.list({ state: 'open' }, { limit: 1 })).records;
  const described = await scene.quarantine.describe(record?.id ?? '', { withBytes: true });
  expect(described?.text).toBe('{"customerId": "xxx-0", "email": "xxxx.xxxx@xxxxxxx.xxx", "xxx": xxx');
  expect(Buffer.from(described?.base64 ?? '', 'base64').toString()).toContain('Liis.Tamm');
});
