import { type HttpHandler } from '@azure/functions';
import { inHttpSpan } from './in-http-span';
import { toFaultResponse } from './problem';

/** A handler whose every fault is answered as a problem (RFC 9457), within a span of the request. */
export function guarded(handler: HttpHandler): HttpHandler {
  return (request, context) =>
    inHttpSpan(request, context, async () => {
      try {
        return await handler(request, context);
      } catch (error) {
        return toFaultResponse(error, context);
      }
    });
}
