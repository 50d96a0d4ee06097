// A worker of these tests: each pair of arguments of a task is an instruction with its operand.
const fs = require('node:fs');

const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const output = (stream, text) => process.send({ kind: 'output', stream, text });

const INSTRUCTIONS = {
  print: (text) => output('stdout', `${text}\n`),
  complain: (text) => output('stderr', `${text}\n`),
  /** Writes to standard error itself, as Node does when it crashes. */
  'write-error': (text) => fs.writeSync(2, `${text}\n`),
  identify: () => output('stdout', `${process.pid}\n`),
  environment: (name, { environment }) => output('stdout', `${environment[name] ?? process.env[name]}\n`),
  touch: (file) => fs.writeFileSync(file, String(process.pid)),
  wait: async (file) => {
    while (!fs.existsSync(file)) await later(5);
  },
  exit: (code) => process.exit(Number(code)),
  kill: (signal) => process.kill(process.pid, signal),
  'ignore-signals': () => process.on('SIGTERM', () => undefined),
};

process.on('message', async (request) => {
  process.send({ kind: 'began' });
  let exitCode = 0;
  let residentBytes = 1;
  for (let index = 0; index < request.args.length; index += 2) {
    const [name, operand] = request.args.slice(index, index + 2);
    if (name === 'end-with') exitCode = Number(operand);
    else if (name === 'resident') residentBytes = Number(operand);
    else await INSTRUCTIONS[name](operand, request);
  }
  process.send({ kind: 'ended', exitCode, residentBytes });
});
