import { type HttpRequest } from '@azure/functions';
import { isRefreshId, type RefreshId } from '../refresh-id';

/** The refresh that the route names; undefined for a text that is no id. */
export function toRefreshId({ params }: Pick<HttpRequest, 'params'>): RefreshId | undefined {
  const text = params['id'] ?? '';
  return isRefreshId(text) ? text : undefined;
}
