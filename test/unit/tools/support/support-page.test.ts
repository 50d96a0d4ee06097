import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readProofs } from '../../../../tools/support/read-proofs';
import { writeSupportPage } from '../../../../tools/support/write-support-page';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-support-'));
  write(
    'local/hub/support.ts',
    `exports.support = {
      service: 'Hub',
      supported: [{ id: 'send.hub', feature: 'Sending' }, { id: 'read', feature: 'Reading', note: 'a | b' }],
      refused: [{ id: 'kafka', feature: 'Kafka', note: 'refused' }],
    };`,
  );
  write('tests/send.test.ts', '// Proves send.hub, read of hub with JavaScript.\n');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const page = async () => writeSupportPage(join(folder, 'local'), readProofs([join(folder, 'tests')]));

it('shows which client proves which operation', async () => {
  write('tests/go/send_test.go', '// Proves send.hub of hub with Go.\nfunc TestSends() {\n');
  write('tests/python/test_hub.py', '    # Proves send.hub of hub with Arrow, Python.\n');
  const text = await page();
  expect(text).toContain(
    [
      '| Hub | JavaScript | Python | Go | Arrow |',
      '| --- | --- | --- | --- | --- |',
      '| Sending | ✓ | ✓ | ✓ | ✓ |',
      '| Reading | ✓ |  |  |  |',
    ].join('\n'),
  );
  expect(text).toContain('| Sending |  | JavaScript, Python, Go, Arrow | `send.hub` |');
  expect(text).toContain('| Reading | a \\| b | JavaScript | `read` |');
  expect(text).toContain('| Kafka | refused | `kafka` |');
});

it('has no table of clients for a service with one client', async () => {
  expect(await page()).not.toContain('| Hub |');
});

it('leaves the clients of a row empty that no test proves', async () => {
  write('tests/send.test.ts', '// Proves send.hub of hub with JavaScript.\n');
  expect(await page()).toContain('| Reading | a \\| b |  | `read` |');
});

it.each([
  ['a row that does not exist', 'Proves write of hub with Go.', 'rows that do not exist: hub write'],
  ['a service that does not exist', 'Proves read of lake with Go.', 'rows that do not exist: lake read'],
  ['a refused row', 'Proves kafka of hub with Go.', 'rows that do not exist: hub kafka'],
  [
    'an unknown client',
    'Proves read of hub with Cobol.',
    /send\.test\.ts:2: "Cobol" is none of JavaScript, /,
  ],
  ['an incomplete comment', 'Proves read of hub.', /send\.test\.ts:2: write "Proves <row>/],
])('refuses %s', async (_, comment, message) => {
  write('tests/send.test.ts', `// Proves send.hub, read of hub with JavaScript.\n// ${comment}\n`);
  await expect(page()).rejects.toThrow(message);
});
