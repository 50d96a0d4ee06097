import { appendFileSync, chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';

/** A call of a fake tool. */
export interface ToolCall {
  readonly tool: string;
  readonly args: readonly string[];
  readonly input: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface ToolAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The value that a tool sends for an environment variable that is not set. */
const UNSET = '\u0001';

/**
 * Fake command-line tools that the process of the test answers, one call at a time. Each tool is a short bash script
 * that connects over loopback. This takes a tenth of the time of a Node process per command.
 *
 * A call has these parts, each ended by a zero byte: the tool, the number of arguments, the arguments, the input, the
 * variables. The answer has the exit code, standard output and standard error, each ended by a zero byte.
 */
export class FakeTools {
  readonly #portFile: string;
  readonly #seen: readonly string[];
  readonly #answer: (call: ToolCall) => ToolAnswer;
  #server: Server | undefined;

  /**
   * @param directory folder of the tools
   * @param seen environment variables that a call sends
   */
  constructor(
    directory: string,
    {
      tools,
      seen,
      answer,
    }: {
      readonly tools: readonly string[];
      readonly seen: readonly string[];
      readonly answer: (call: ToolCall) => ToolAnswer;
    },
  ) {
    this.#portFile = join(directory, '.port');
    this.#seen = seen;
    this.#answer = answer;
    mkdirSync(directory, { recursive: true });
    for (const tool of tools) {
      writeFileSync(join(directory, tool), this.#script());
      chmodSync(join(directory, tool), 0o755);
    }
  }

  /** Starts to answer on a free port. */
  async start(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer((socket) => {
      let text = '';
      socket.setEncoding('utf8');
      socket.on('data', (chunk: string) => {
        text += chunk;
        const call = this.#read(text);
        if (call === undefined) return;
        const { code, stdout, stderr } = this.#answer(call);
        socket.end(`${code}\0${stdout}\0${stderr}\0`);
      });
      // A killed tool breaks its connection.
      socket.on('error', () => socket.destroy());
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    server.unref();
    this.#server = server;
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the fake tools have no port');
    writeFileSync(this.#portFile, `${address.port}\n`);
  }

  close(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  /** Parses a call. @returns undefined while parts of it are missing */
  #read(text: string): ToolCall | undefined {
    const [tool = '', count = '', ...rest] = text.split('\0');
    const args = rest.slice(0, Number(count));
    const [input = '', ...values] = rest.slice(Number(count));
    // The part after the last zero byte is empty.
    if (count === '' || values.length <= this.#seen.length) return undefined;
    const found = this.#seen.map((name, at) => [name, values[at] ?? UNSET] as const);
    return { tool, args, input, env: Object.fromEntries(found.filter(([, value]) => value !== UNSET)) };
  }

  #script(): string {
    const variables = this.#seen.map((name) => `"\${${name}-$'\\001'}"`).join(' ');
    return `#!/bin/bash
read -r port < '${this.#portFile}'
input=$(/bin/cat; printf x)
exec 3<> "/dev/tcp/127.0.0.1/$port"
printf '%s\\0' "\${0##*/}" "$#" "$@" "\${input%x}" ${variables} >&3
IFS= read -r -d '' code <&3
IFS= read -r -d '' out <&3
IFS= read -r -d '' err <&3
printf '%s' "$out"
printf '%s' "$err" >&2
exit "$code"
`;
  }
}

/** Appends a value to a file, as one line of JSON. */
export function appendJson(file: string, value: unknown): void {
  appendFileSync(file, `${JSON.stringify(value)}\n`);
}
