import { type ChildProcess, spawn } from 'node:child_process';
import { type Duplex } from 'node:stream';
import { createInterface } from 'node:readline';
import { StandInError } from '../../kit';
import { type FunctionMetadata, type RpcException } from '../worker/core-types';
import { encodeFrame, FrameDecoder } from '../worker/frames';
import {
  type HostMessage,
  type InvocationMessage,
  type LogMessage,
  type SucceededMessage,
  WORKER_CHANNEL_FD,
  type WorkerMessage,
} from '../worker/protocol';
import { workerCommand } from './worker-environment';

/**
 * Outcome of an invocation. `lost`: the worker ended before it answered; `hasTimedOut`: because of the
 * time-out.
 */
export type InvocationOutcome =
  | {
      readonly outcome: 'succeeded';
      readonly message: SucceededMessage;
      readonly segments: readonly Buffer[];
    }
  | { readonly outcome: 'failed'; readonly error: RpcException }
  | { readonly outcome: 'lost'; readonly error: RpcException; readonly hasTimedOut?: true };

export interface WorkerProcessOptions {
  readonly appDirectory: string;
  readonly entryPoints: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly hostVersion: string;
  /** With which Node runs the worker. @default {@link workerCommand} */
  readonly workerArguments?: readonly string[] | undefined;
  readonly onLog: (message: LogMessage) => void;
  /** A line that the app itself wrote to standard output or standard error. */
  readonly onOutput: (line: string, stream: 'stdout' | 'stderr') => void;
}

/** One process that runs the app. */
export class WorkerProcess {
  readonly processId: number;
  functions: readonly FunctionMetadata[] = [];
  capabilities: Readonly<Record<string, string>> = {};
  /** Resolves with the reason when the process has ended. */
  readonly exited: Promise<string>;
  readonly #child: ChildProcess;
  readonly #channel: Duplex;
  readonly #running = new Map<string, (outcome: InvocationOutcome) => void>();
  #exitReason: string | undefined;
  #isConnected = true;

  /** @throws StandInError `start_failed` if the app cannot be loaded */
  static async start(options: WorkerProcessOptions): Promise<WorkerProcess> {
    const child = spawn(process.execPath, options.workerArguments ?? workerCommand(), {
      cwd: options.appDirectory,
      env: options.environment,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) => {
        reject(
          new StandInError('start_failed', `the worker process cannot be started: ${cause.message}`, cause),
        );
      });
    });
    const worker = new WorkerProcess(child, options);
    const load = {
      type: 'load',
      appDirectory: options.appDirectory,
      entryPoints: options.entryPoints,
    } as const;
    worker.#send({ ...load, hostVersion: options.hostVersion });
    try {
      await worker.#loaded;
    } catch (error) {
      // The process continues after a module that threw.
      worker.kill();
      await worker.exited;
      throw error;
    }
    return worker;
  }

  readonly #loaded: Promise<void>;
  #settleLoaded: { resolve: () => void; reject: (error: StandInError) => void } | undefined;

  private constructor(child: ChildProcess, { onLog, onOutput }: WorkerProcessOptions) {
    this.#child = child;
    this.processId = child.pid ?? 0;
    this.#channel = child.stdio[WORKER_CHANNEL_FD] as Duplex;
    this.#loaded = new Promise((resolve, reject) => {
      this.#settleLoaded = { resolve, reject };
    });
    // The process may end before its starter awaits the promise; this handler prevents an unhandled
    // rejection.
    this.#loaded.catch(() => undefined);

    for (const stream of ['stdout', 'stderr'] as const) {
      const output = child[stream];
      if (output === null) continue;
      createInterface({ input: output }).on('line', (line) => {
        onOutput(line, stream);
      });
    }
    const decoder = new FrameDecoder<WorkerMessage>();
    this.#channel.on('data', (chunk: Buffer) => {
      for (const { header, segments } of decoder.push(chunk)) this.#handle(header, segments, onLog);
    });
    // A killed worker resets its socket; `exit` follows with the reason.
    this.#channel.on('error', () => undefined);
    this.#channel.once('close', () => {
      this.#isConnected = false;
    });
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#exitReason = signal === null ? `exit code ${code ?? 0}` : `signal ${signal}`;
        this.#abandon(`The worker process ended: ${this.#exitReason}`);
        resolve(this.#exitReason);
      });
    });
  }

  /** False as soon as the channel is closed, shortly before `exited`. */
  get isAlive(): boolean {
    return this.#isConnected;
  }

  invoke(message: InvocationMessage, segments: readonly Buffer[]): Promise<InvocationOutcome> {
    if (this.#exitReason !== undefined) {
      return Promise.resolve({
        outcome: 'lost',
        error: { message: `The worker process ended: ${this.#exitReason}` },
      });
    }
    return new Promise((resolve) => {
      this.#running.set(message.invocationId, resolve);
      this.#send(message, segments);
    });
  }

  /** Runs the `appTerminate` hooks, then ensures that the process has ended. */
  async terminate({ graceMilliseconds }: { graceMilliseconds: number }): Promise<void> {
    this.#send({ type: 'terminate' });
    const kill = setTimeout(() => {
      this.kill();
    }, graceMilliseconds);
    await this.exited;
    clearTimeout(kill);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #send(header: HostMessage, segments: readonly Buffer[] = []): void {
    this.#channel.write(encodeFrame({ header, segments }));
  }

  #handle(message: WorkerMessage, segments: readonly Buffer[], onLog: (message: LogMessage) => void): void {
    switch (message.type) {
      case 'log':
        onLog(message);
        return;
      case 'succeeded':
        this.#settle(message.invocationId, { outcome: 'succeeded', message, segments });
        return;
      case 'failed':
        this.#settle(message.invocationId, { outcome: 'failed', error: message.error });
        return;
      case 'loaded':
        this.functions = message.functions;
        this.capabilities = message.capabilities;
        this.#settleLoaded?.resolve();
        return;
      case 'loadFailed': {
        const { message: text, stackTrace } = message.error;
        this.#settleLoaded?.reject(
          new StandInError('start_failed', `the app cannot be loaded: ${stackTrace ?? text}`),
        );
        return;
      }
      case 'terminated':
        return;
    }
  }

  #settle(invocationId: string, outcome: InvocationOutcome): void {
    const resolve = this.#running.get(invocationId);
    this.#running.delete(invocationId);
    resolve?.(outcome);
  }

  #abandon(reason: string): void {
    this.#settleLoaded?.reject(new StandInError('start_failed', `${reason} while it loaded the app`));
    const running = [...this.#running.keys()];
    for (const invocationId of running)
      this.#settle(invocationId, { outcome: 'lost', error: { message: reason } });
  }
}
