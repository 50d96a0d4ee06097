import { execFileSync } from 'node:child_process';
import { compareContracts, readSchemasOf } from '../../../tools/contracts/compare-with';
import { readSchemaFolder, type SchemaFile } from '../../../tools/contracts/schema-file';
import { type Schema, SchemaCopy, setAt } from './schema-folder';

const FILE = 'iot/telemetry.v1.json';
let copy: SchemaCopy;
const published = (): readonly SchemaFile[] => readSchemaFolder(copy.schemas).files;

beforeEach(() => {
  copy = new SchemaCopy();
});
afterEach(() => {
  copy.remove();
});

/** The problems after a change of a published contract. */
function changed(pointer: string, value: unknown): readonly string[] {
  const before = published();
  const schema: Schema = copy.read(FILE);
  setAt(schema, pointer, value);
  copy.write(FILE, schema);
  return compareContracts(before, published()).map((problem) => `${problem.file}#${problem.pointer}`);
}

it('accepts unchanged contracts', () => {
  expect(compareContracts(published(), published())).toEqual([]);
});

it.each([
  [
    'a stricter rule',
    '/required',
    ['readingId', 'deviceId', 'measuredAt', 'site', 'metrics', 'status', 'deviceKind'],
  ],
  ['a looser rule', '/required', ['readingId']],
  ['a field more', '/properties/more', { type: 'boolean' }],
  ['a field less', '/properties/deviceKind', undefined],
  ['another identity of the event', '/x-contract/eventId', '/deviceId'],
  [
    'another treatment of personal data',
    '/x-contract/personalData',
    [{ path: '/deviceId', treatment: 'hash' }],
  ],
])('refuses %s in a published version', (_what, pointer, value) => {
  expect(changed(pointer, value)).toEqual([`${FILE}#${pointer}`]);
});

it.each([
  ['another description', '/properties/deviceKind/description', 'What it is.'],
  ['another title', '/title', 'Readings'],
  ['one more department', '/x-contract/departments', ['operations', 'finance']],
  ['other windows', '/x-contract/windows/seconds', 60],
])('takes %s', (_what, pointer, value) => {
  expect(changed(pointer, value)).toEqual([]);
});

it('detects a field with the name of a keyword', () => {
  const schema = copy.read(FILE);
  setAt(schema, '/properties/title', { type: 'boolean' });
  copy.write(FILE, schema);
  expect(changed('/properties/title', undefined)).toEqual([`${FILE}#/properties/title`]);
});

it('refuses a missing version, and accepts a new one', () => {
  const before = published();
  expect(compareContracts(before, before.slice(1))).toEqual([
    expect.objectContaining({ message: expect.stringContaining('published but missing') as string }),
  ]);
  const [first] = before;
  if (first === undefined) throw new Error('there are no contracts');
  const second = { ...first, file: first.file.replace('.v1.', '.v2.'), version: 2 };
  expect(compareContracts(before, [first, second, ...before.slice(1)])).toEqual([]);
});

it('refuses a version that leaves a gap', () => {
  const [first, ...others] = published();
  if (first === undefined) throw new Error('there are no contracts');
  const third = { ...first, file: first.file.replace('.v1.', '.v3.'), version: 3 };
  expect(compareContracts([], [first, third, ...others])).toHaveLength(1);
});

it('reads the contracts of a commit', () => {
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: copy.folder,
    });
  };
  git('init', '--quiet');
  git('add', 'schemas');
  git('commit', '--quiet', '--message', 'first');
  expect(readSchemasOf('HEAD', copy.folder)).toEqual(published());
  expect(() => readSchemasOf('no-such-commit', copy.folder)).toThrow();
});
