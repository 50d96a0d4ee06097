import { type AppRegistrations } from './core-module';
import {
  type CoreInvocationContext,
  type FunctionMetadata,
  type RpcInvocationRequest,
  type RpcInvocationResponse,
  type RpcLogCategory,
  type RpcLogLevel,
} from './core-types';
import { type HookRegistry } from './hooks';
import { findRepeatedAction } from './repeated-action';

export interface InvocationLog {
  readonly level: RpcLogLevel;
  readonly category: RpcLogCategory;
  readonly message: string;
  readonly functionName: string;
  readonly invocationId: string;
}

/** `thrown` is the value that the handler, or a hook in its place, threw; it may be of any type. */
export type InvocationResult =
  | { readonly kind: 'returned'; readonly response: RpcInvocationResponse; readonly hasValue: boolean }
  | { readonly kind: 'threw'; readonly thrown: unknown };

export interface RunInvocationOptions {
  readonly functionName: string;
  readonly request: RpcInvocationRequest;
  readonly registrations: AppRegistrations;
  readonly hooks: HookRegistry;
  /** Data that all hooks of the app share. */
  readonly appHookData: Record<string, unknown>;
  /** @param invocationContext the app's context object, once it exists */
  readonly log: (log: InvocationLog, invocationContext: unknown) => void;
}

/**
 * Runs one invocation: arguments, `preInvocation` hooks, the handler, `postInvocation` hooks, response. Hooks
 * may replace the inputs, the handler, the result and the error, as in Azure/azure-functions-nodejs-worker
 * `src/eventHandlers/InvocationHandler.ts`.
 *
 * @throws the error of a hook, or of the conversion of the arguments or the result
 */
export async function runInvocation({
  functionName,
  request,
  registrations,
  hooks,
  appHookData,
  log,
}: RunInvocationOptions): Promise<InvocationResult> {
  const { invocationId } = request;
  const registered = registrations.functions.get(functionName);
  const { programmingModel } = registrations;
  if (registered === undefined || programmingModel === undefined) {
    throw new Error(`The app has no function "${functionName}".`);
  }

  const logged: { context: unknown } = { context: undefined };
  const core: CoreInvocationContext = {
    invocationId,
    request,
    metadata: registered.metadata,
    state: undefined,
    log: (level, category, text) => {
      log({ level, category, message: text, functionName, invocationId }, logged.context);
    },
  };

  const model = await programmingModel.getInvocationModel(core);
  const { context, inputs } = await model.getArguments();
  logged.context = context;

  const shared = { hookData: {}, appHookData, invocationContext: context };
  const before = { ...shared, inputs, functionCallback: registered.callback };
  core.state = 'preInvocationHooks';
  await hooks.run('preInvocation', before);

  const after: { inputs: unknown[]; result: unknown; error: unknown } & typeof shared = {
    ...shared,
    inputs: before.inputs,
    result: null,
    error: null,
  };
  core.state = 'invocation';
  try {
    after.result = await model.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (thrown) {
    after.error = thrown;
  }
  core.state = 'postInvocationHooks';
  await hooks.run('postInvocation', after);
  core.state = undefined;

  if (after.error !== null && after.error !== undefined) return { kind: 'threw', thrown: after.error };
  if (isOrchestrator(registered.metadata)) {
    const problem = findRepeatedAction(after.result);
    if (problem !== undefined) return { kind: 'threw', thrown: new Error(problem) };
  }
  const hasValue = after.result !== null && after.result !== undefined;
  return { kind: 'returned', response: await model.getResponse(context, after.result), hasValue };
}

function isOrchestrator({ bindings }: FunctionMetadata): boolean {
  return Object.values(bindings).some(({ type }) => type.toLowerCase() === 'orchestrationtrigger');
}
