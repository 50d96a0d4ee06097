import { type Problem } from './problem';
import { type SchemaFile } from './schema-file';

/** Checks that the versions of one type are 1, 2, … without a gap. Expects the files by type, then by version. */
export function checkVersions(files: readonly SchemaFile[]): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [index, { file, type, version }] of files.entries()) {
    const before = files[index - 1];
    const expected = before?.type === type ? before.version + 1 : 1;
    if (version !== expected) {
      problems.push({
        file,
        pointer: '/x-contract/version',
        message: `version ${version} follows ${expected === 1 ? 'none' : `version ${expected - 1}`}`,
        remedy: `rename it to ${expected}, or restore the missing file`,
      });
    }
  }
  return problems;
}
