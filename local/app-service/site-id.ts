/** The site's own address, `/subscriptions/…/resourceGroups/…/providers/Microsoft.Web/sites/…`, in parts. */
export interface SiteId {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly site: string;
  /** What follows the site; `''` for the site itself. */
  readonly rest: string;
}

const SITE =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Web\/sites\/([^/]+)(\/.*)?$/i;

/** @returns `undefined` for a path that is not of a site */
export function readSitePath(path: string): SiteId | undefined {
  const [, subscription, resourceGroup, site, rest = ''] = SITE.exec(path) ?? [];
  if (!subscription || !resourceGroup || !site) return undefined;
  return { subscription, resourceGroup, site, rest };
}
