import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, normalize, relative } from 'node:path';
import { type BicepFile, BicepReader } from '../../helpers/bicep';

export const REPOSITORY = join(__dirname, '../../..');

/** All files of a deployment, by their paths from the root of the repository. */
export interface BicepProject {
  readonly files: readonly BicepFile[];
  /** Whether something stands at a path from the root. */
  exists(path: string): boolean;
  /** What stands in a file at a path from the root. */
  read?(path: string): string;
}

/** What stands in the folder `bicep`. */
export async function readProject(): Promise<BicepProject> {
  const reader = await BicepReader.open();
  const files = bicepPaths().map((path) => ({ ...reader.readFile(join(REPOSITORY, path)), path }));
  return {
    files,
    exists: (path) => existsSync(join(REPOSITORY, path)),
    read: (path) => readFileSync(join(REPOSITORY, path), 'utf8'),
  };
}

/** A project of texts, for the tests of the rules. */
export async function sampleProject(texts: Readonly<Record<string, string>>): Promise<BicepProject> {
  const reader = await BicepReader.open();
  return {
    files: Object.entries(texts)
      .filter(([path]) => path.endsWith('.bicep'))
      .map(([path, text]) => reader.read(text, path)),
    exists: (path) => path in texts,
    read: (path) => texts[path] ?? '',
  };
}

export function bicepPaths(): string[] {
  const folder = join(REPOSITORY, 'bicep');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.bicep'))
    .map((path) => relative(REPOSITORY, join(folder, path)))
    .sort();
}

/** A path that a file names, from the root. */
export function resolvePath(file: Pick<BicepFile, 'path'>, path: string): string {
  return normalize(join(file.path, '..', path));
}

export function fileAt(project: BicepProject, path: string): BicepFile | undefined {
  return project.files.find((file) => file.path === path);
}
