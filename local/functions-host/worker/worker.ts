import { Socket } from 'node:net';
import { type AppRegistrations, installCoreModule } from './core-module';
import { type RpcLogCategory, type RpcLogLevel } from './core-types';
import { fenceListening } from './fence-listening';
import { encodeFrame, type Frame, FrameDecoder } from './frames';
import { HookRegistry } from './hooks';
import { runInvocation } from './invocation';
import { loadEntryPoint } from './load-entry-point';
import {
  type HostMessage,
  type LogMessage,
  toInvocationRequest,
  toRpcException,
  toWireData,
  WORKER_CHANNEL_FD,
  type WorkerMessage,
} from './protocol';

/** The process that runs the app. It ends when its channel to the host closes. */
function runWorker(): void {
  const channel = new Socket({ fd: WORKER_CHANNEL_FD });
  const hooks = new HookRegistry();
  const registrations: AppRegistrations = {
    functions: new Map(),
    programmingModel: undefined,
    sealed: false,
  };
  const appHookData: Record<string, unknown> = {};
  const appOnlyHookData: Record<string, unknown> = {};

  const send = (header: WorkerMessage, segments: readonly Buffer[] = []): void => {
    channel.write(encodeFrame({ header, segments }));
  };

  const log = (record: Omit<LogMessage, 'type'>, invocationContext?: unknown): void => {
    let { level, message } = record;
    if (hooks.hasLogHooks) {
      const context = {
        level,
        message,
        category: record.category,
        hookData: {},
        appHookData,
        invocationContext,
      };
      hooks.runLog(context);
      // A hook may change the app's log lines, but not those of the runtime.
      if (record.category === 'user') ({ level, message } = context);
    }
    send({ ...record, type: 'log', level, message });
  };

  const load = async ({
    entryPoints,
    appDirectory,
    hostVersion,
  }: HostMessage & { type: 'load' }): Promise<void> => {
    installCoreModule({
      registrations,
      hooks,
      hostVersion,
      log: (level: RpcLogLevel, category: RpcLogCategory, message: string) => {
        log({ level, category, message });
      },
    });
    for (const entryPoint of entryPoints) await loadEntryPoint(entryPoint, appDirectory);
    registrations.sealed = true;
    await hooks.run('appStart', {
      hookData: appOnlyHookData,
      appHookData,
      functionAppDirectory: appDirectory,
    });
    const model = registrations.programmingModel;
    const capabilities = model?.getCapabilities
      ? await fenceListening(() => model.getCapabilities?.({}) ?? Promise.resolve({}))
      : {};
    send({
      type: 'loaded',
      functions: [...registrations.functions.values()].map(({ metadata }) => metadata),
      capabilities,
    });
  };

  const invoke = async (
    message: HostMessage & { type: 'invoke' },
    received: readonly Buffer[],
  ): Promise<void> => {
    const { invocationId } = message;
    try {
      const request = toInvocationRequest(message, received);
      const { functionName } = message;
      const options = { functionName, request, registrations, hooks, appHookData, log };
      const result = await runInvocation(options);
      if (result.kind === 'threw') {
        send({ type: 'failed', invocationId, error: toRpcException(result.thrown) });
        return;
      }
      const { response, hasValue: returned } = result;
      const segments: Buffer[] = [];
      const outputData = (response.outputData ?? []).map(({ name, data }) => ({
        name,
        data: toWireData(data, segments),
      }));
      const { returnValue } = response;
      const value = returnValue ? { returnValue: toWireData(returnValue, segments) } : {};
      send({ type: 'succeeded', invocationId, outputData, returned, ...value }, segments);
    } catch (thrown) {
      send({ type: 'failed', invocationId, error: toRpcException(thrown) });
    }
  };

  const terminate = async (): Promise<void> => {
    try {
      await hooks.run('appTerminate', { hookData: appOnlyHookData, appHookData });
    } catch (thrown) {
      log({
        level: 'error',
        category: 'system',
        message: `An appTerminate hook failed: ${toRpcException(thrown).message}`,
      });
    }
    send({ type: 'terminated' });
    channel.end(() => process.exit(0));
  };

  const handle = async ({ header, segments }: Frame<HostMessage>): Promise<void> => {
    switch (header.type) {
      case 'load':
        try {
          await load(header);
        } catch (thrown) {
          send({ type: 'loadFailed', error: toRpcException(thrown) });
        }
        return;
      case 'invoke':
        await invoke(header, segments);
        return;
      case 'terminate':
        await terminate();
    }
  };

  const decoder = new FrameDecoder<HostMessage>();
  channel.on('data', (chunk: Buffer) => {
    for (const frame of decoder.push(chunk)) void handle(frame);
  });
  // Without a host there is no work left.
  channel.on('end', () => process.exit(0));
  channel.on('error', () => process.exit(0));
}

runWorker();
