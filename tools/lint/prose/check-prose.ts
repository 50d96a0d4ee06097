import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { passagesOf } from './passages-of';
import { LONGEST_SENTENCE, sentencesOf, wordsOf } from './sentences';
import { FORBIDDEN } from './words';

const REPOSITORY = resolve(__dirname, '../../..');

/** Texts of others, the list of forbidden words and its test, and generated files whose sources are checked. */
const LEFT_OUT =
  /^(package-lock\.json|LICENSE)|^tools\/lint\/prose\/words\.ts|^test\/unit\/lint\/prose\.test\.ts|(^|\/)(snapshots?|recorded|generated)\//;

/** Texts of Azure that stand-ins return as Azure does. */
const OF_AZURE: readonly RegExp[] = [/^The uploaded data is not contiguous or the position/];

/** Files of the repository, with untracked ones. */
const filesBelow = (folders: readonly string[]): readonly string[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...folders], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => path !== '' && !LEFT_OUT.test(path));

/** @returns one line for each fault of a file */
function faultsOf(path: string): readonly string[] {
  const faults: string[] = [];
  for (const { line, text } of passagesOf(path, readFileSync(resolve(REPOSITORY, path), 'utf8'))) {
    for (const sentence of sentencesOf(text)) {
      if (OF_AZURE.some((pattern) => pattern.test(sentence))) continue;
      const words = wordsOf(sentence);
      if (words > LONGEST_SENTENCE) {
        faults.push(`${path}:${line}: ${words} words, at most ${LONGEST_SENTENCE} are allowed: ${sentence}`);
      }
      for (const { pattern, instead } of FORBIDDEN) {
        const word = pattern.exec(sentence)?.[0];
        if (word !== undefined) faults.push(`${path}:${line}: "${word}" (write: ${instead}): ${sentence}`);
      }
    }
  }
  return faults;
}

/**
 * Reports sentences of more than 25 words, and words that `docs/glossary.md` replaces, in the texts of the repository.
 *
 * Arguments are folders or files, by default all. `--count` prints the numbers only.
 * Exit code 1 if there is one.
 */
function main(): void {
  const folders = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const files = filesBelow(folders);
  const faults = files.flatMap(faultsOf);
  if (!process.argv.includes('--count')) for (const fault of faults) console.error(fault);
  console.log(`${files.length} files of prose and code, ${faults.length} sentences to rewrite.`);
  if (faults.length > 0) process.exitCode = 1;
}

main();
