import { EngineScene, type Line } from './engine-scene';
import { SMALL_MODELS } from './small-models';

function reading(id: string, time: string, celsius: number, device = 'd1'): Line {
  return {
    contract: 'iot.reading',
    event: { id, time, data: { deviceId: device, measuredOn: time.slice(0, 10), celsius } },
  };
}

function customer(id: string, time: string, city: string | undefined, customerId = 'c1'): Line {
  const data = city === undefined ? { customerId, status: { deleted: true } } : { customerId, city };
  return { contract: 'shop.customer', event: { id, time, data } };
}

describe('strategies', () => {
  let scene: EngineScene;

  beforeEach(async () => {
    scene = await EngineScene.start(SMALL_MODELS);
  });
  afterEach(() => scene.end());

  it('takes events from Bronze to Gold', async () => {
    await scene.land('iot', [
      reading('a', '2026-03-01T10:00:00+02:00', 20.5),
      reading('b', '2026-03-02T08:00:00Z', 25),
    ]);
    const results = await scene.refresh();
    expect(results['silver.reading']).toMatchObject({
      outcome: 'committed',
      version: 0,
      rowsRead: 2,
      rowsWritten: 2,
      newestEventTime: '2026-03-02T08:00:00.000Z',
    });
    expect(
      await scene.rows('SELECT event_id, event_time, celsius, _refresh FROM silver.reading ORDER BY 1'),
    ).toEqual([
      ['a', '2026-03-01 08:00:00+00', 20.5, '2000'],
      ['b', '2026-03-02 08:00:00+00', 25, '2000'],
    ]);
    expect(await scene.rows('SELECT * EXCLUDE _refresh FROM gold.device_day ORDER BY 1')).toEqual([
      ['2026-03-01', 'd1', '1', '20.500'],
      ['2026-03-02', 'd1', '1', '25.000'],
    ]);
    expect(await scene.rows('SELECT * FROM gold.warm_day ORDER BY 1')).toHaveLength(2);
  });

  it('keeps history by key, whatever order the versions come in', async () => {
    await scene.land('shop', [
      customer('1', '2026-03-03T00:00:00Z', 'Riga'),
      customer('2', '2026-03-01T00:00:00Z', 'Oslo', 'c2'),
    ]);
    await scene.refresh();
    await scene.land('shop', [
      customer('3', '2026-03-01T00:00:00Z', 'Bern'),
      customer('4', '2026-03-05T00:00:00Z', undefined),
    ]);
    const { 'silver.customer': result } = await scene.refresh();
    expect(result).toMatchObject({ outcome: 'committed', rowsRead: 3, rowsWritten: 3, rowsRemoved: 1 });
    expect(
      await scene.rows(
        'SELECT customer_id, city, valid_to, is_deleted, _refresh FROM silver.customer ORDER BY customer_id, valid_from',
      ),
    ).toEqual([
      ['c1', 'Bern', '2026-03-03 00:00:00+00', false, '3000'],
      ['c1', 'Riga', '2026-03-05 00:00:00+00', false, '3000'],
      ['c1', null, null, true, '3000'],
      ['c2', 'Oslo', null, false, '2000'],
    ]);
  });
});
