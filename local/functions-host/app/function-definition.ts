import { StandInError } from '../../kit';
import { type FunctionMetadata, type RpcBinding } from '../worker/core-types';
import { type WireData } from '../worker/protocol';
import { type RetryPolicy, toRetryPolicy } from '../host/retry-policy';
import { isDisabled, type Settings } from './settings';

/** A function of the app as the host runs it. `Options` are the options of its trigger. */
export interface FunctionDefinition {
  readonly name: string;
  readonly disabled: boolean;
  readonly triggerName: string;
  /** Lower case, such as `httptrigger`. */
  readonly triggerType: string;
  readonly trigger: RpcBinding;
  readonly retryPolicy: RetryPolicy | undefined;
  /** Inputs of every invocation besides the trigger's data: one for each `durableClient` binding. */
  readonly clientInputs: readonly { readonly name: string; readonly data: WireData }[];
  /** The registered bindings, for the admin API. */
  readonly metadata: FunctionMetadata;
}

const CLIENT_BINDING = 'in durableclient';

/**
 * Bindings that a function may have besides its trigger, as direction and lower-case type. Others are
 * refused.
 */
const SUPPORTED_BINDINGS: Readonly<Record<string, readonly string[]>> = {
  httptrigger: ['out http', CLIENT_BINDING],
  timertrigger: [CLIENT_BINDING],
  eventhubtrigger: [CLIENT_BINDING],
  activitytrigger: [CLIENT_BINDING],
  orchestrationtrigger: [],
};

/** Triggers for which the platform applies a function's retry policy. */
const RETRIED_TRIGGERS = new Set(['timertrigger', 'eventhubtrigger']);

/**
 * Validates a registered function.
 *
 * @param clientInput input of a `durableClient` binding
 * @throws StandInError `unsupported` for a trigger or binding that this host does not run. Refusing to start
 *   is better than a function that silently never runs.
 */
export function toFunctionDefinition(
  metadata: FunctionMetadata,
  settings: Settings,
  clientInput: WireData,
): FunctionDefinition {
  const { name, bindings, retryOptions } = metadata;
  const triggers = Object.entries(bindings).filter(([, { type }]) => /trigger$/i.test(type));
  const [entry] = triggers;
  if (entry === undefined || triggers.length > 1) {
    throw new StandInError('option_invalid', `function "${name}" must have exactly one trigger`);
  }
  const [triggerName, trigger] = entry;
  const triggerType = trigger.type.toLowerCase();
  const supported = SUPPORTED_BINDINGS[triggerType];
  if (supported === undefined) throw unsupportedBinding(name, trigger.type);
  const clientInputs: { name: string; data: WireData }[] = [];
  for (const [bindingName, binding] of Object.entries(bindings)) {
    if (bindingName === triggerName) continue;
    const kind = `${binding.direction} ${binding.type.toLowerCase()}`;
    if (!supported.includes(kind)) throw unsupportedBinding(name, binding.type);
    if (kind === CLIENT_BINDING) clientInputs.push({ name: bindingName, data: clientInput });
  }
  if (retryOptions !== undefined && !RETRIED_TRIGGERS.has(triggerType)) {
    throw new StandInError(
      'unsupported',
      `function "${name}": the platform has no retry policy for ${trigger.type}`,
    );
  }
  return {
    name,
    disabled: isDisabled(name, settings),
    triggerName,
    triggerType,
    trigger,
    retryPolicy: retryOptions === undefined ? undefined : toRetryPolicy(retryOptions, name),
    clientInputs,
    metadata,
  };
}

function unsupportedBinding(functionName: string, type: string): StandInError {
  return new StandInError(
    'unsupported',
    `function "${functionName}": the local functions host does not support the binding "${type}"`,
  );
}
