import { applyPatch, Pointer } from 'rfc6902';
import { type ContractCatalog } from '../contracts/catalog';
import { isSameJson, parseExactJson, writeExactJson } from '../platform/text/exact-json';
import { setMember } from './json-members';
import { type Fix, type PatchOperation, type ReplayRejection } from './replay-api';

/**
 * The event after a fix. A patch writes the event again, with every number as it was written; the other fixes leave every
 * byte that they do not mean.
 *
 * @param text the event in structured mode: valid JSON, an object
 */
export function applyFix(
  text: string,
  fix: Fix | undefined,
  registry: Pick<ContractCatalog, 'find'>,
): { readonly text: string } | { readonly failure: ReplayRejection } {
  if (fix === undefined) return { text };
  if ('event' in fix) return { text: writeExactJson(fix.event) };
  if ('patch' in fix) {
    const changed = patched(parseExactJson(text), fix.patch);
    return 'failure' in changed ? changed : { text: writeExactJson(changed.value) };
  }
  const { type } = JSON.parse(text) as { readonly type?: unknown };
  const contract = typeof type === 'string' ? registry.find(type, fix.version) : undefined;
  if (contract !== undefined) return { text: setMember(text, 'dataschema', contract.id) };
  const message = `There is no version ${fix.version} of the event's contract.`;
  return { failure: { code: 'unknown_version', path: '/dataschema', message } };
}

function patched(
  event: unknown,
  patch: readonly PatchOperation[],
): { readonly value: unknown } | { readonly failure: ReplayRejection } {
  // The library copies values: a later operation may change them, and the same patch goes on to other events.
  for (const [index, operation] of patch.entries()) {
    if (applies(event, operation)) continue;
    // The library's own message can hold values.
    const message = `Operation ${index + 1} of the patch (${operation.op} ${operation.path}) does not apply to the event.`;
    return { failure: { code: 'patch_failed', path: operation.path, message } };
  }
  return { value: event };
}

/** Changes the event, or says that it cannot be changed so. */
function applies(event: unknown, operation: PatchOperation): boolean {
  try {
    // The library would compare numbers by how they are written.
    if (operation.op === 'test')
      return isSameJson(Pointer.fromJSON(operation.path).get(event), operation.value);
    const [error] = applyPatch(event, [operation]);
    return error === null || error === undefined;
  } catch (error) {
    // The library throws where a path leads through a text or a number.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
