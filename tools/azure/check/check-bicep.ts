import { type Check, missing, type Outcome } from './check';
import { type RunCommand } from './run-command';

/** Compiles, lints and formats Bicep, and compares each shape of test/azure/parameters with its snapshot. */
export function checkBicep(run: RunCommand): Check {
  return {
    title: 'Bicep',
    run: async () => {
      const { code, output, errors } = await run('bash', ['test/bicep/run.sh']);
      if (code === undefined) return missing('bash, which runs test/bicep/run.sh');
      return toOutcome(output, errors);
    },
  };
}

/** Reads the suite's output: its last line has the counts, and standard error has the skipped steps. */
function toOutcome(output: string, errors: string): Outcome {
  const lines = linesOf(output);
  const last = lines.at(-1) ?? '';
  const counts = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(last);
  if (counts === null)
    throw new Error(`test/bicep/run.sh ended without its counts: ${errors.trim() || last}`);
  if (Number(counts[2]) > 0)
    return { state: 'failed', details: [last, ...lines.slice(0, -1), ...linesOf(errors)] };
  if (Number(counts[1]) === 0)
    return missing(
      ...linesOf(errors),
      'install the CLI with `az bicep install`, or set the variable BICEP to its path',
    );
  return { state: 'passed', details: [`test/bicep/run.sh: ${last}`] };
}

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');
