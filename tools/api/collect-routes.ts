import { routes as contracts } from '../../src/lib/contracts/api';
import { routes as ingest } from '../../src/lib/ingest/api';
import { routes as changes } from '../../src/lib/live/changes/api';
import { routes as openapi } from '../../src/lib/openapi/api';
import { type ApiRoute } from '../../src/lib/platform/http/api-shapes';
import { routes as quarantine } from '../../src/lib/quarantine/api';
import { routes as refresh } from '../../src/lib/refresh/api';
import { routes as serve } from '../../src/lib/serve/api';
import { routes as front } from '../../src/lib/front/api';
import { routes as gold } from '../../src/lib/serve/gold/api';
import { routes as simulate } from '../../src/lib/simulate/api';
import { routes as status } from '../../src/lib/status/api';

/** The routes of all features, in the order of the document. */
export const ROUTES: readonly ApiRoute[] = [
  ...ingest,
  ...refresh,
  ...quarantine,
  ...serve,
  ...changes,
  ...gold,
  ...status,
  ...simulate,
  ...contracts,
  ...openapi,
  ...front,
];
