import * as fc from 'fast-check';
import { runs } from '../../testing/runs';
import { blobClient, dataLakeClient, LakeFixture } from './lake-fixture';

/** Few letters, some of which sort before or after `/`, so that order and prefixes interact often. */
const segment = fc
  .string({ unit: fc.constantFrom('a', 'b', '.', '-', '0', 'é', 'Z'), minLength: 1, maxLength: 3 })
  .filter((name) => !/^\.{1,2}$/.test(name));
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));

/** Files that can exist together: none is a directory of another. */
const files = fc.uniqueArray(path, { maxLength: 25 }).map((paths) => {
  const kept: string[] = [];
  for (const candidate of paths)
    if (!kept.some((other) => other.startsWith(`${candidate}/`) || candidate.startsWith(`${other}/`)))
      kept.push(candidate);
  return kept;
});

interface Shown {
  readonly name: string;
  readonly directory: boolean;
}

/** Files and their directories, sorted by name. */
function model(paths: readonly string[]): Shown[] {
  const shown = new Map<string, boolean>();
  for (const file of paths) {
    shown.set(file, false);
    for (let slash = file.lastIndexOf('/'); slash > 0; slash = file.lastIndexOf('/', slash - 1))
      shown.set(file.slice(0, slash), true);
  }
  return [...shown]
    .map(([name, directory]) => ({ name, directory }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

// Proves blob.list, path.list of lake with JavaScript.
describe('listings equal those of a model', () => {
  const fixture = new LakeFixture();
  let count = 0;
  beforeAll(() => fixture.start());
  afterAll(() => fixture.remove());

  /** A new filesystem with empty files. */
  const fill = async (paths: readonly string[]): Promise<string> => {
    const name = `run-${++count}`;
    const container = blobClient(fixture.lake.connectionString).getContainerClient(name);
    await container.create();
    await Promise.all(paths.map((file) => container.getBlockBlobClient(file).upload('', 0)));
    return name;
  };
  const pageSize = fc.integer({ min: 1, max: 8 });

  test('flat, by prefix and page', async () => {
    await fc.assert(
      fc.asyncProperty(
        files,
        fc.oneof(
          fc.constant(''),
          path,
          path.map((text) => `${text}/`),
        ),
        pageSize,
        async (paths, prefix, size) => {
          const blobs = blobClient(fixture.lake.connectionString).getContainerClient(await fill(paths));
          const shown: Shown[] = [];
          const listing = blobs.listBlobsFlat({ prefix, includeMetadata: true });
          for await (const page of listing.byPage({ maxPageSize: size })) {
            expect(page.segment.blobItems.length).toBeLessThanOrEqual(size);
            for (const { name, metadata } of page.segment.blobItems)
              shown.push({ name, directory: metadata?.['hdi_isfolder'] === 'true' });
          }
          expect(shown).toEqual(model(paths).filter(({ name }) => name.startsWith(prefix)));
        },
      ),
      { numRuns: runs(12, 40) },
    );
  });

  test('hierarchical, by prefix and page', async () => {
    await fc.assert(
      fc.asyncProperty(
        files,
        fc.oneof(
          fc.constant(''),
          path,
          path.map((text) => `${text}/`),
        ),
        pageSize,
        async (paths, prefix, size) => {
          const blobs = blobClient(fixture.lake.connectionString).getContainerClient(await fill(paths));
          const shown: string[] = [];
          for await (const page of blobs
            .listBlobsByHierarchy('/', { prefix })
            .byPage({ maxPageSize: size })) {
            const prefixes = (page.segment.blobPrefixes ?? []).map(({ name }) => name);
            const names = page.segment.blobItems.map(({ name }) => name);
            expect(prefixes.length + names.length).toBeLessThanOrEqual(size);
            shown.push(...[...prefixes, ...names].sort());
          }
          const expected = new Set<string>();
          for (const file of paths) {
            if (!file.startsWith(prefix)) continue;
            const slash = file.indexOf('/', prefix.length);
            expected.add(slash === -1 ? file : file.slice(0, slash + 1));
          }
          expect(shown).toEqual([...expected].sort());
        },
      ),
      { numRuns: runs(12, 40) },
    );
  });

  test('of paths, of any directory, recursive or not', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.nat(), fc.boolean(), pageSize, async (paths, choice, recursive, size) => {
        const name = await fill(paths);
        const directories = [
          '',
          ...model(paths)
            .filter(({ directory }) => directory)
            .map(({ name }) => name),
        ];
        const directory = directories[choice % directories.length] ?? '';
        const shown: Shown[] = [];
        const listing = dataLakeClient(fixture.lake.connectionString)
          .getFileSystemClient(name)
          .listPaths({ recursive, ...(directory !== '' && { path: directory }) });
        for await (const page of listing.byPage({ maxPageSize: size })) {
          expect(page.pathItems?.length ?? 0).toBeLessThanOrEqual(size);
          for (const item of page.pathItems ?? [])
            shown.push({ name: item.name ?? '', directory: item.isDirectory ?? false });
        }
        const below = directory === '' ? '' : `${directory}/`;
        const expected = model(paths).filter(
          ({ name }) => name.startsWith(below) && (recursive || !name.slice(below.length).includes('/')),
        );
        expect(shown).toEqual(expected);
      }),
      { numRuns: runs(12, 40) },
    );
  });
});
