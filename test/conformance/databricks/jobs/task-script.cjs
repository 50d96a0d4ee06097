// The program of the tasks in these tests: each argument pair is an instruction with its operand, executed in order.
const fs = require('node:fs');

const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const INSTRUCTIONS = {
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
  environment: (name) => process.stdout.write(`${process.env[name]}\n`),
  /** Fails unless this is the n-th attempt: `n of attempt`. */
  'succeed-at': (text) => {
    const [wanted, attempt] = text.split(' of ');
    if (wanted !== attempt) throw new Error(`try ${attempt} fails`);
  },
  fail: (text) => {
    throw new Error(text);
  },
  exit: (code) => process.exit(Number(code)),
  /** Writes this many bytes, in characters of two bytes. */
  fill: (bytes) => process.stdout.write('é'.repeat(Number(bytes) / 2)),
  touch: (file) => fs.writeFileSync(file, String(process.pid)),
  /** Waits until the file exists. */
  wait: async (file) => {
    while (!fs.existsSync(file)) await later(5);
  },
  'ignore-signals': () => process.on('SIGTERM', () => undefined),
};

(async () => {
  const instructions = process.argv.slice(2);
  for (let index = 0; index < instructions.length; index += 2)
    await INSTRUCTIONS[instructions[index]](instructions[index + 1]);
})().catch((error) => {
  process.stderr.write(`at the test's task\nError: ${error.message}\n`);
  process.exitCode = 1;
});
