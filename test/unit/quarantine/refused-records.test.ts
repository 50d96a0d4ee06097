import { toRefusalProperties } from '../../../src/lib/contracts/rejections';
import { HUB_GENERATION } from '../../testing/fixtures/events';
import { exampleEvent, QuarantineScene } from '../../testing/fixtures/quarantine-scene';
import { contractOf, exampleOf } from '../contracts/events';

const ID = `iot.${HUB_GENERATION}.0.0`;
const telemetry = contractOf('iot.telemetry');
const ATTRIBUTES = {
  'cloudEvents:specversion': '1.0',
  'cloudEvents:source': '/sluice/ingest',
  'cloudEvents:type': 'iot.telemetry',
  'cloudEvents:dataschema': telemetry.id,
};

it('shows a row of CSV with too few cells below its header, covered, and replaces it by an event', async () => {
  const scene = new QuarantineScene();
  const rejections = [{ code: 'malformed_csv' as const, path: '', message: 'The row has 2 fields.' }];
  const csvHeader = 'readingId,site.siteCode,deviceId';
  await scene.land('iot', [
    {
      body: Buffer.from('r-1,secret'),
      contentType: 'text/csv; header=absent',
      properties: {
        ...ATTRIBUTES,
        ...toRefusalProperties({ contract: telemetry, rejections, csvHeader }),
      },
    },
  ]);
  expect(await scene.quarantine.describe(ID)).toMatchObject({
    contract: 'iot.telemetry',
    contentType: 'text/csv; header=absent',
    event: null,
    text: 'readingId,site.siteCode,deviceId\nx-0,xxxxxx',
    rejections,
  });
  const patch = [{ op: 'replace', path: '/data/deviceId', value: 'dev-1' }];
  const patched = await scene.replay({ filter: { ids: [ID] }, fix: { patch } });
  expect(patched.results[0]?.after?.rejections[0]?.code).toBe('malformed_json');
  const event = { ...exampleEvent(scene.registry, 'iot.telemetry'), id: undefined, time: undefined };
  expect(await scene.replay({ filter: { ids: [ID] }, fix: { event } })).toMatchObject({ published: 1 });
  // As ingestion does, the event takes id and time from the record.
  const { readingId, measuredAt } = exampleOf(telemetry);
  expect(JSON.parse(scene.published('iot')[0] ?? '')).toMatchObject({
    id: readingId,
    time: measuredAt,
    replaces: ID,
  });
});

it('covers the reasons and the content in the properties of a record', async () => {
  const scene = new QuarantineScene();
  const rejections = [{ code: 'contract.type' as const, path: '/data', message: 'secret' }];
  const record = '{"deviceId":"secret"}';
  await scene.land('iot', [
    {
      body: Buffer.from('secret'),
      contentType: 'text/csv; header=absent',
      properties: { ...ATTRIBUTES, ...toRefusalProperties({ contract: telemetry, rejections, record }) },
    },
  ]);
  const { properties } = (await scene.quarantine.describe(ID)) ?? {};
  expect(JSON.stringify(properties)).not.toContain('secret');
  expect(properties).toMatchObject({ ...ATTRIBUTES, sluice_rejections: '•••', sluice_record: '•••' });
});

it('keeps the rejections when an unchanged record is replayed, and accepts one that was only misdirected', async () => {
  const scene = new QuarantineScene();
  const rejections = [{ code: 'wrong_source' as const, path: '/type', message: 'no' }];
  const properties = toRefusalProperties({ contract: telemetry, rejections });
  const contentType = 'application/cloudevents+json';
  const misdirected = exampleEvent(scene.registry, 'ecommerce.order');
  const broken = exampleEvent(scene.registry, 'iot.telemetry', { measuredAt: 'yesterday' });
  await scene.land(
    'iot',
    [misdirected, broken].map((event) => ({
      body: Buffer.from(JSON.stringify(event)),
      contentType,
      properties,
    })),
  );
  const { results } = await scene.replay({ filter: { code: 'wrong_source' } });
  expect(results.map(({ outcome, after }) => [outcome, after?.rejections.map(({ code }) => code)])).toEqual([
    ['published', []],
    ['rejected', ['contract.format']],
  ]);
  expect(scene.published('ecommerce')).toHaveLength(1);
  expect(scene.published('iot')).toEqual([]);
});
