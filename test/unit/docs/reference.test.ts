import document from '../../../src/lib/openapi/generated/openapi.json';
import telemetry from '../../../schemas/iot/telemetry.v1.json';
import { type OpenApi } from '../../../tools/docs/open-api';
import { writeApiReference } from '../../../tools/docs/write-api-reference';
import { writeContractReference } from '../../../tools/docs/write-contract-reference';

const api = document as unknown as OpenApi;

it('writes each operation of the API to exactly one page', () => {
  const pages = writeApiReference(api);
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const method of Object.keys(methods)) {
      const head = `## ${method.toUpperCase()} ${path.replaceAll('{', '\\{')}\n`;
      expect([head, pages.filter(({ text }) => text.includes(head)).length]).toEqual([head, 1]);
    }
  }
});

it('writes each field of a contract with its rule, also fields of objects', () => {
  const text = writeContractReference(telemetry);
  expect(text).toContain('# iot.telemetry, version 1');
  expect(text).toMatch(
    /\| `\/deviceKind` \| no \| one of `sensor`, `gateway`, `tracker`, `weather-station` \| Kind of/,
  );
  expect(text).toMatch(/\| `\/site\/siteCode` \| yes \|/);
  expect(text).toMatch(/\| event id \| `\/readingId` \|/);
});
