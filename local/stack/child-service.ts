import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, openSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { StandInError } from '../kit';

export interface ChildServiceOptions<Ready> {
  /** What a person calls it. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Everything the process prints goes here. */
  readonly logFile: string;
  /** Reads a line of standard output; the first answer other than `undefined` means that the service is up. */
  readonly readReady: (line: string) => Ready | undefined;
  /** The process ended although nobody asked it to. */
  readonly onExit?: (exit: { readonly code: number | null; readonly signal: NodeJS.Signals | null }) => void;
  /** @default 30 */
  readonly startTimeoutSeconds?: number;
}

export interface ChildService<Ready> {
  readonly name: string;
  readonly ready: Ready;
  readonly processId: number;
  /** Asks the process to stop by closing its standard input and with SIGTERM; ends it by force after the grace time. */
  stop(graceSeconds?: number): Promise<void>;
}

/** Lines of the log that an error message carries. */
const TAIL_LINES = 15;

/**
 * Starts one service as a process of its own and waits until it is up.
 *
 * The process leads its own group, so that Ctrl-C in a terminal reaches the stack alone, which then stops its services
 * in order; and it watches its standard input, so that it ends when the stack is killed.
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
  // Opened at once: whoever gives up on the service may remove the folder.
  const log = createWriteStream('', { fd: openSync(logFile, 'a') });
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, ...environment },
  });
  const tail = keepTail(child, log);
  // After the last output, and also where the process could not be started.
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
      fail(`was not up after ${startTimeoutSeconds} s`);
    }, startTimeoutSeconds * 1000);
    child.once('error', (error) => {
      clearTimeout(timer);
      fail(`could not be started: ${error.message}`);
    });
    // 'close' comes after the last output, so the tail is whole.
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (!isReady) fail(`ended at once (${signal ?? `exit code ${code ?? '?'}`})`);
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

/** The ready line of a service that runs through `runAsProcess`. */
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
  // A service that ended no longer reads; that its input is gone is then no news.
  child.stdin?.on('error', () => undefined);
  return tail;
}
