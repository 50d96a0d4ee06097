import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashInputs, PARAMETERS } from '../../bicep/inputs';
import {
  at,
  ofType,
  ownName,
  readMadeFrom,
  readSnapshot,
  REPOSITORY,
  resourcesOf,
  SHAPES,
} from '../../testing/fixtures/snapshots';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';

const INPUTS = ['adf', 'bicep', 'stream-analytics', PARAMETERS];

describe('the snapshots', () => {
  it('match the present Bicep and parameters', () => {
    const isCurrent = readMadeFrom().sha256 === hashInputs(REPOSITORY);
    const state = isCurrent ? 'current' : 'older than bicep/ or what it loads: run `npm run snapshots`';
    expect(state).toBe('current');
  });

  it('exist for each shape', () => {
    const shapes = readdirSync(join(REPOSITORY, PARAMETERS))
      .filter((name) => name.endsWith('.bicepparam'))
      .map((name) => name.replace('.bicepparam', ''));
    expect(shapes.sort()).toEqual([...SHAPES].sort());
  });

  it.each(SHAPES)('list every resource: %s', (shape) => {
    const { diagnostics, predictedResources } = readSnapshot(shape);
    expect(diagnostics).toEqual([]);
    expect(predictedResources.length).toBeGreaterThan(80);
    const { subscriptionId, tenantId } = readMadeFrom();
    for (const { id, name } of predictedResources) {
      expect(id).not.toContain('reference(');
      expect(name).not.toContain('reference(');
      expect(id).toContain(subscriptionId);
    }
    // The compiler does not know values that differ between clouds.
    const computed = predictedResources.filter(({ id, name }) => (id + name).includes('['));
    expect(computed.filter(({ name }) => !name.includes('environment().suffixes.storage'))).toEqual([]);
    const [vault] = ofType(predictedResources, 'Microsoft.KeyVault/vaults');
    expect(at(vault, 'properties.tenantId')).toBe(tenantId);
  });

  it.each(SHAPES)('use no preview version of an API that has a stable one: %s', (shape) => {
    const previews = resourcesOf(shape).filter(({ apiVersion }) => apiVersion.endsWith('-preview'));
    expect(new Set(previews.map(({ type }) => type))).toEqual(
      new Set(['Microsoft.Insights/diagnosticSettings', 'Microsoft.Portal/dashboards']),
    );
  });

  it.each(SHAPES)('give a second deployment the parameters of the first: %s', (shape) => {
    const given = readFileSync(join(REPOSITORY, `test/azure/parameters/${shape}.bicepparam`), 'utf8');
    const [, location] = /^param location = '(\w+)'$/m.exec(given) ?? [];
    const { outputs } = readSnapshot(shape);
    // azd returns only these two outputs as parameters; the same parameters give the same snapshot.
    expect(outputs['AZURE_LOCATION']).toBe(location);
    // An IoT Hub with a system-assigned identity has a second deployment, which is its own shape.
    const hasSecondPhase = shape === 'closed-network' || shape === 'iot-hub-second-phase';
    expect(outputs['IOT_HUB_PRINCIPAL_ID']).toEqual(
      hasSecondPhase ? expect.stringMatching(/IotHubs\/.*\.identity\.principalId/) : '',
    );
  });

  it('deploy every definition of the data factory', () => {
    const folders = ['dataset', 'integrationRuntime', 'linkedService', 'pipeline'];
    const resources = resourcesOf('closed-network');
    for (const folder of folders) {
      const type = `Microsoft.DataFactory/factories/${folder}s`.toLowerCase();
      const deployed = resources.filter((resource) => resource.type.toLowerCase() === type).map(ownName);
      const defined = readdirSync(join(REPOSITORY, 'adf', folder))
        .filter((name) => name.endsWith('.json'))
        .map((name) => name.replace('.json', ''));
      // The runtime of the managed network is only in Bicep.
      const own = folder === 'integrationRuntime' ? ['managedNetwork'] : [];
      expect([...deployed].sort()).toEqual([...defined, ...own].sort());
    }
  });
});

describe('the hash of the inputs of snapshots', () => {
  let copy: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeEach(async () => {
    copy = await temporaryDirectory();
    for (const folder of INPUTS)
      cpSync(join(REPOSITORY, folder), join(copy.path, folder), { recursive: true });
  });
  afterEach(async () => {
    await copy.remove();
  });

  it.each([
    'bicep/modules/lake.bicep',
    'bicep/abbreviations.json',
    'adf/pipeline/ingest_erp.json',
    'stream-analytics/sales.asaql',
    `${PARAMETERS}/default.bicepparam`,
  ])('changes with %s', (path) => {
    const before = hashInputs(copy.path);
    expect(before).toBe(hashInputs(REPOSITORY));
    writeFileSync(join(copy.path, path), `${readFileSync(join(copy.path, path), 'utf8')} `);
    expect(hashInputs(copy.path)).not.toBe(before);
  });

  it('does not change with line ends or with the snapshots', () => {
    const before = hashInputs(copy.path);
    const path = join(copy.path, 'bicep/main.bicep');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('\n', '\r\n'));
    writeFileSync(join(copy.path, PARAMETERS, 'default.snapshot.json'), '{}');
    expect(hashInputs(copy.path)).toBe(before);
  });
});
