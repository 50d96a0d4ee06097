/**
 * Runs a command and closes what it opened. The exit code is that of `main`, or 2 with the error's message.
 *
 * @param close @default nothing to close
 */
export function runCommand(
  main: () => Promise<number>,
  close: () => Promise<void> = () => Promise.resolve(),
): void {
  main()
    .finally(close)
    .then(
      (code) => {
        process.exitCode = code;
      },
      (error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
        process.exitCode = 2;
      },
    );
}
