/**
 * Runs `tools/generate.ts` several times in one process, because each start compiles and loads it again. Reads the arguments
 * of a run as an array from each message of its parent, and answers with the exit code and what the run printed.
 */
import { runCommand } from '../../../tools/generate';

const printed: string[] = [];
console.error = console.log = (text: string) => {
  printed.push(`${text}\n`);
};

process.on('message', (args: readonly string[]) => {
  void runCommand(args).then((status) => process.send?.({ status, output: printed.splice(0).join('') }));
});
