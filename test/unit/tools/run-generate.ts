/**
 * Runs `tools/generate.ts` several times in one process, because each start compiles and loads it again. Each
 * message of the parent has the arguments of a run, as an array. The answer has its exit code and what it printed.
 */
import { runCommand } from '../../../tools/generate';

const printed: string[] = [];
console.error = console.log = (text: string) => {
  printed.push(`${text}\n`);
};

process.on('message', (args: readonly string[]) => {
  void runCommand(args).then((status) => process.send?.({ status, output: printed.splice(0).join('') }));
});
