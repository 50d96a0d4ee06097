import fc from 'fast-check';
import { type EngineScene, type Line } from '../../conformance/databricks/engine/engine-scene';
import { runs } from '../../testing/runs';
import { lineOf, startLakehouse } from './lakehouse-scene';

jest.setTimeout(240_000);

/** A change of one customer. `minute` is its time, `refresh` its arrival, and the position in the list its order. */
interface Change {
  readonly minute: number;
  readonly isDelete: boolean;
  readonly refresh: number;
  /** Whether it arrives again in the next refresh. */
  readonly again: boolean;
}

const REFRESHES = 3;
const START = Date.UTC(2026, 2, 1);

const changes = fc.uniqueArray(
  fc.record({
    minute: fc.integer({ min: 0, max: 500 }),
    isDelete: fc.boolean(),
    refresh: fc.integer({ min: 0, max: REFRESHES - 1 }),
    again: fc.boolean(),
  }),
  { minLength: 1, maxLength: 6, selector: ({ minute }) => minute },
);

const at = (minute: number): string => new Date(START + minute * 60_000).toISOString();

function profileLine(customerId: string, { minute, isDelete }: Change): Line {
  const head = {
    changeId: `${customerId}-${minute}`,
    customerId,
    changedAt: at(minute),
    operation: isDelete ? 'delete' : 'upsert',
  };
  const profile = {
    firstName: `Given${minute}`,
    lastName: 'Family',
    email: `Mail${minute}@Example.com`,
    phone: '+3725550101',
    birthDate: '1988-06-14',
    address: { street: 'Pikk 12', city: 'Tallinn', postalCode: '10115', country: 'EE' },
    segment: 'premium',
    consent: { marketing: true, profiling: false },
  };
  // The hub's time follows arrival, which the scene derives from the line's position.
  const { contract, event } = lineOf('customers.profile', at(minute), isDelete ? head : { ...head, profile });
  return { contract, event };
}

/** The expected history of one customer for any order of arrival: the rule of SCD type 2 in a few lines. */
function historyOf(customerId: string, all: readonly Change[]): unknown[][] {
  const ordered = [...all].sort((a, b) => a.minute - b.minute);
  return ordered.map(({ minute, isDelete }, index) => {
    const next = ordered[index + 1];
    const isErased = ordered.slice(index).some((later) => later.isDelete);
    return [
      `${customerId}-${minute}`,
      START + minute * 60_000,
      next === undefined ? null : START + next.minute * 60_000,
      next === undefined && !isDelete,
      isDelete,
      isErased,
      isDelete || isErased ? null : 'G***',
      isDelete || isErased ? null : 1988,
    ];
  });
}

it('keeps the history of each customer for any order and any refreshes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(changes, { minLength: 30, maxLength: 60 }),
      fc.integer(),
      async (customers, salt) => {
        const scene = await startLakehouse();
        try {
          await landInTurn(scene, customers, salt);
          const rows = await scene.rows(
            `SELECT event_id, CAST(epoch_ms(valid_from) AS DOUBLE), CAST(epoch_ms(valid_to) AS DOUBLE), is_current, is_deleted,
             is_erased, left(profile_first_name, 4), CAST(profile_birth_year AS INTEGER)
           FROM silver.customers_profile ORDER BY customer_id, event_time`,
          );
          const expected = customers.flatMap((all, index) => historyOf(idOf(index), all));
          expect(rows).toEqual(expected);
          const dimension = await scene.rows(
            `SELECT change_id, is_current, is_erased FROM gold.dim_customer WHERE NOT is_inferred ORDER BY customer_id, valid_from`,
          );
          expect(dimension).toEqual(
            expected.map(([id, , , isCurrent, , isErased]) => [id, isCurrent, isErased]),
          );
        } finally {
          await scene.end();
        }
      },
    ),
    { numRuns: runs(1, 2) },
  );
});

const idOf = (customer: number): string => `cus-${String(customer).padStart(3, '0')}`;

async function landInTurn(
  scene: EngineScene,
  customers: readonly (readonly Change[])[],
  salt: number,
): Promise<void> {
  for (let refresh = 0; refresh < REFRESHES + 1; refresh += 1) {
    const lines = customers.flatMap((all, index) =>
      all
        .filter((change) => change.refresh === refresh || (change.again && change.refresh + 1 === refresh))
        .map((change) => profileLine(idOf(index), change)),
    );
    // Another order of arrival for each salt, and for each refresh.
    const order = lines.map((line, index) => ({ line, place: Math.imul(index + 1, salt | 1) ^ refresh }));
    order.sort((a, b) => a.place - b.place);
    if (lines.length > 0)
      await scene.land(
        'customers',
        order.map(({ line }) => line),
      );
    await scene.refresh('silver/customers,gold/dimensions');
  }
}

it('orders a change at the instant of a deletion before it: in doubt a person stays erased', async () => {
  const scene = await startLakehouse();
  try {
    const change = { minute: 5, refresh: 0, again: false };
    const deletion = profileLine('cus-a', { ...change, isDelete: true });
    const upsert = profileLine('cus-a', { ...change, isDelete: false });
    const renamed = { ...upsert, event: withChangeId(upsert.event, 'cus-a-other') };
    await scene.land('customers', [deletion, renamed]);
    await scene.refresh('silver/customers');
    expect(
      await scene.rows(
        'SELECT event_id, is_current, is_erased, profile_first_name FROM silver.customers_profile ORDER BY 1',
      ),
    ).toEqual([
      ['cus-a-5', false, true, null],
      ['cus-a-other', false, true, null],
    ]);
  } finally {
    await scene.end();
  }
});

function withChangeId(event: Line['event'], changeId: string): Line['event'] {
  return { ...event, data: { ...(event['data'] as object), changeId } };
}
