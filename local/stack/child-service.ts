import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, openSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { StandInError } from '../kit';

export interface ChildServiceOptions<Ready> {
  /** Display name of the service. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Log file for the output of the process. */
  readonly logFile: string;
  /**
   * Reads one line of standard output. The first result other than `undefined` means that the service is
   * ready.
   */
  readonly readReady: (line: string) => Ready | undefined;
  /** Called if the process ends without `stop`. */
  readonly onExit?: (exit: { readonly code: number | null; readonly signal: NodeJS.Signals | null }) => void;
  /** @default 30 */
  readonly startTimeoutSeconds?: number;
}

export interface ChildService<Ready> {
  readonly name: string;
  readonly ready: Ready;
  readonly processId: number;
  /** Stops the process: closes its standard input, sends SIGTERM, and kills it after the grace time. */
  stop(graceSeconds?: number): Promise<void>;
}

/** Lines of the log that an error message includes. */
const TAIL_LINES = 15;

/**
 * Starts one service as a separate process and waits until it is ready.
 *
 * The process leads its own process group, so that Ctrl-C in a terminal reaches only the stack, which then
 * stops its services in order. The process watches its standard input, so that it ends if the stack is
 * killed.
 *
 * @throws StandInError `start_failed` with the last lines of its log
 */
export async function startChildService<Ready>(
  options: ChildServiceOptions<Ready>,
): Promise<ChildService<Ready>> {
  const {
    name,
    command,
    args,
    cwd,
    environment,
    logFile,
    readReady,
    onExit,
    startTimeoutSeconds = 30,
  } = options;
  mkdirSync(dirname(logFile), { recursive: true });
  // Opened synchronously: after a failed start the caller may remove the folder. Only the owner can read it,
  // because a ready line can have a key.
  const log = createWriteStream('', { fd: openSync(logFile, 'a', 0o600) });
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, ...environment },
  });
  const tail = keepTail(child, log);
  // 'close' follows the last output and a failed start.
  child.once('close', () => {
    log.end();
  });
  let stopping = false;
  let isReady = false;
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });

  const ready = await new Promise<Ready>((resolve, reject) => {
    const fail = (reason: string): void => {
      child.kill('SIGKILL');
      const printed = tail.length > 0 ? `\n${tail.map((line) => `    ${line}`).join('\n')}` : '';
      reject(new StandInError('start_failed', `${name} ${reason} (log: ${logFile})${printed}`));
    };
    const timer = setTimeout(() => {
      fail(`was not ready after ${startTimeoutSeconds} s`);
    }, startTimeoutSeconds * 1000);
    child.once('error', (error) => {
      clearTimeout(timer);
      fail(`could not be started: ${error.message}`);
    });
    // 'close' follows the last output, so the tail is complete.
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (!isReady) fail(`ended during its start (${signal ?? `exit code ${code ?? '?'}`})`);
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (isReady) return;
      const answer = readReady(line);
      if (answer === undefined) return;
      isReady = true;
      clearTimeout(timer);
      resolve(answer);
    });
  });

  void exited.then((exit) => {
    if (!stopping) onExit?.(exit);
  });
  return {
    name,
    ready,
    processId: child.pid ?? -1,
    async stop(graceSeconds = 20) {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.stdin.destroy();
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), graceSeconds * 1000);
      await exited;
      clearTimeout(force);
    },
  };
}

/** Reads the ready line of a service that runs through `runAsProcess`. */
export function fromReadyLine(line: string): unknown {
  if (!line.startsWith('{"ready":')) return undefined;
  return (JSON.parse(line) as { ready: unknown }).ready;
}

function keepTail(child: ChildProcess, log: WriteStream): string[] {
  const tail: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    stream.pipe(log, { end: false });
    createInterface({ input: stream }).on('line', (line) => {
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
    });
  }
  // A service that has ended closes its input; writing then fails, which is expected.
  child.stdin?.on('error', () => undefined);
  return tail;
}
