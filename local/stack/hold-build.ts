import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeProcess } from '../kit';

/**
 * Notes that a stack runs on the built output until `release` is called. No command builds under it, because its
 * processes load their files when they restart. `tools/build/running-stacks.cjs` reads the file.
 */
export function holdBuild({
  appDirectory,
  dataDirectory,
}: {
  readonly appDirectory: string;
  readonly dataDirectory: string;
}): { readonly release: () => void } {
  const folder = join(appDirectory, 'build', 'stacks');
  const file = join(folder, randomUUID());
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${describeProcess(process.pid)}\n${resolve(dataDirectory)}\n`);
  return {
    release: () => {
      rmSync(file, { force: true });
    },
  };
}
