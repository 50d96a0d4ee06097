import { type HttpHandler } from '@azure/functions';
import { toFaultResponse } from './problem';

/** A handler whose every fault is answered as a problem (RFC 9457). */
export function guarded(handler: HttpHandler): HttpHandler {
  return async (request, context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      return toFaultResponse(error, context);
    }
  };
}
