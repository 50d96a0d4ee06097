import { StandInError } from '../../shared/stand-in-error';
import { type FunctionMetadata, type RpcBinding } from '../worker/core-types';
import { type RetryPolicy, toRetryPolicy } from '../host/retry-policy';
import { isDisabled, type Settings } from './settings';

/** A function of the app as the host runs it. `Options` are its trigger's own. */
export interface FunctionDefinition {
  readonly name: string;
  readonly disabled: boolean;
  readonly triggerName: string;
  /** Lower case, such as `httptrigger`. */
  readonly triggerType: string;
  readonly trigger: RpcBinding;
  readonly retryPolicy: RetryPolicy | undefined;
  /** As registered, for the admin API. */
  readonly metadata: FunctionMetadata;
}

/** Output bindings that a trigger brings with it, by lower-case type. Everything else is refused. */
const SUPPORTED_BINDINGS: Readonly<Record<string, readonly string[]>> = {
  httptrigger: ['http'],
  timertrigger: [],
  eventhubtrigger: [],
};

/** Triggers that the platform retries by a function's policy. */
const RETRIED_TRIGGERS = new Set(['timertrigger', 'eventhubtrigger']);

/**
 * Judges what the app registered.
 *
 * @throws StandInError `unsupported` for a trigger or binding that this host does not run: a function that silently
 * never fires is worse than a host that does not start
 */
export function toFunctionDefinition(metadata: FunctionMetadata, settings: Settings): FunctionDefinition {
  const { name, bindings, retryOptions } = metadata;
  const triggers = Object.entries(bindings).filter(([, { type }]) => /trigger$/i.test(type));
  const [entry] = triggers;
  if (entry === undefined || triggers.length > 1) {
    throw new StandInError('option_invalid', `function "${name}" must have exactly one trigger`);
  }
  const [triggerName, trigger] = entry;
  const triggerType = trigger.type.toLowerCase();
  const outputs = SUPPORTED_BINDINGS[triggerType];
  if (outputs === undefined) throw unsupportedBinding(name, trigger.type);
  for (const [bindingName, binding] of Object.entries(bindings)) {
    if (bindingName === triggerName) continue;
    if (binding.direction !== 'out' || !outputs.includes(binding.type.toLowerCase()))
      throw unsupportedBinding(name, binding.type);
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
    metadata,
  };
}

function unsupportedBinding(functionName: string, type: string): StandInError {
  return new StandInError(
    'unsupported',
    `function "${functionName}": the local functions host does not support the binding "${type}"`,
  );
}
