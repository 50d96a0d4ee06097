import { type Command } from 'commander';

/**
 * Runs a command to its end: the exit code that the action answers, or 1 and one clear message where it throws.
 *
 * @param action reads its options from `command.opts()`
 */
export function runCommand(command: Command, action: () => Promise<number>): void {
  command
    .showHelpAfterError()
    .action(async () => {
      process.exitCode = await action();
    })
    .parseAsync()
    .then(
      () => {
        process.exit();
      },
      (error: unknown) => {
        console.error(`\n${error instanceof Error ? error.message : String(error)}`);
        process.exit(1);
      },
    );
}
