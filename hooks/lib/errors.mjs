/** The error of a command that ended with another code than 0. */
export class CliError extends Error {
  /**
   * @param {string} tool
   * @param {readonly string[]} args
   * @param {number | null} code null if a signal ended it
   * @param {string} stderr
   */
  constructor(tool, args, code, stderr) {
    super(
      `${tool} ${args.slice(0, 4).join(' ')} … ended with ${code}: ${lastLines(stderr)}${remedy(stderr)}`,
    );
    this.name = 'CliError';
    /** Its output on standard error, or on standard output if that is empty. */
    this.stderr = stderr;
  }
}

/**
 * The message of an error.
 *
 * @param {unknown} error
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The output of a command-line tool on standard error; empty for every other error.
 *
 * @param {unknown} error
 */
export function stderrOf(error) {
  return error instanceof CliError ? error.stderr : '';
}

/** @param {string} text */
function lastLines(text) {
  const lines = text
    .trim()
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  return lines.slice(-6).join('\n') || 'it gave no reason';
}

/** @param {string} stderr */
function remedy(stderr) {
  if (/az login|not logged in|AADSTS(70043|700082|700024|50173)|No subscription found/i.test(stderr))
    return '\nSign in with `az login` (and `azd auth login`), then run the command again.';
  return '';
}
