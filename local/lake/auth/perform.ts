import { type HttpReply } from '../../kit';
import { type LakeRequest } from '../wire/lake-request';
import { type LakeContext, type LakeOperation } from '../wire/operation';
import { readGrantedSas } from './access-policy';
import { authorize, overrideHeaders } from './authorize';

/**
 * Runs an operation of an authenticated request, if the signature of the request allows it.
 *
 * @throws LakeRefusal 403
 */
export async function perform(
  operation: LakeOperation,
  request: LakeRequest,
  context: LakeContext,
): Promise<HttpReply> {
  const sas = readGrantedSas(request.query, { path: request.path, store: context.store });
  if (sas === undefined) return operation.run(request, context);
  authorize(sas, operation.sas, { request, path: request.path, store: context.store });
  return overrideHeaders(await operation.run(request, context), sas, request);
}
