import { parseAddress } from '../amqp/address';
import { textOf } from '../amqp/text-of';
import { amqpErrors } from './amqp-errors';
import { type Claims } from './claims';
import { type Namespace } from './namespace';
import { type NodeReply, type NodeRequest } from './reply';

const SAS_TOKEN = 'servicebus.windows.net:sastoken';

/**
 * Handles `{operation: 'put-token', name: audience, type}` on `$cbs`, with the token as body. Returns 202,
 * 401 for an invalid token, or 404 for an audience with an unknown hub. As in Azure, clients learn here that
 * a hub does not exist.
 */
export function putToken(request: NodeRequest, claims: Claims, namespace: Namespace): NodeReply {
  const [operation, name, type] = ['operation', 'name', 'type'].map((field) =>
    textOf(request.properties[field]),
  );
  if (operation !== 'put-token' || name === undefined) {
    return failed(501, amqpErrors.notSupported(`the operation "${String(operation)}" on $cbs`));
  }
  if (type !== SAS_TOKEN) return failed(501, amqpErrors.notSupported(`tokens of type "${String(type)}"`));
  const problem = claims.put(textOf(request.body) ?? '', name);
  if (problem !== undefined) return failed(401, amqpErrors.unauthorized(problem));
  const address = parseAddress(name);
  if ('hub' in address && address.hub !== undefined && namespace.hub(address.hub) === undefined) {
    return failed(404, amqpErrors.entityNotFound(name));
  }
  return { statusCode: 202, statusDescription: 'Accepted' };
}

export function failed(statusCode: number, error: { condition: string; description: string }): NodeReply {
  return { statusCode, statusDescription: error.description, errorCondition: error.condition };
}
