import { type Draws } from '../random';
import { CITIES } from '../world/places';
import { type World } from '../world/world';
import { type ValidEvent } from './scenario';
import { type VisitorAction, type Visit } from './visits';

const DEVICES = ['desktop', 'desktop', 'mobile', 'mobile', 'mobile', 'tablet', 'other'] as const;
const BROWSERS = ['Chrome', 'Chrome', 'Firefox', 'Safari', 'Edge'] as const;
const REFERRERS = [
  null,
  null,
  'https://search.example/',
  'https://social.example/',
  'https://news.example/',
] as const;
const CAMPAIGNS = ['spring-sale', 'newsletter', 'back-to-school', 'brand'] as const;
/** Addresses reserved for documentation (RFC 5737). */
const NETWORKS = ['192.0.2', '198.51.100', '203.0.113'] as const;
const PAGES = ['/', '/offers', '/category/home', '/category/fashion', '/category/outdoor', '/help'] as const;

export interface ClickOptions {
  readonly world: World;
  readonly visit: Visit;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Counts from 0. */
  readonly stepOfVisit: number;
  /** Draws for this click only. */
  readonly draws: Draws;
}

export function click({ world, visit, id, time, stepOfVisit, draws }: ClickOptions): ValidEvent {
  const visitorAction = visit.actions[stepOfVisit] ?? { action: 'page-view' };
  const occurredAt = new Date(time).toISOString();
  // Drawn in a fixed order, so that all clicks of a visit have the same values.
  const { traits } = visit;
  const deviceClass = traits.pick(DEVICES);
  const browser = traits.pick(BROWSERS);
  const referrer = traits.pick(REFERRERS);
  const campaign = traits.chance(0.2) ? { campaign: traits.pick(CAMPAIGNS) } : {};
  const ipAddress = `${traits.pick(NETWORKS)}.${1 + traits.below(254)}`;
  const country = visit.order?.city.country ?? traits.pick(CITIES).country;
  return {
    type: 'ecommerce.clickstream',
    id,
    time: occurredAt,
    partitionKey: visit.sessionId,
    record: {
      eventId: id,
      sessionId: visit.sessionId,
      customerId: stepOfVisit < visit.signsInAtStep ? null : (visit.customerId ?? null),
      occurredAt,
      action: visitorAction.action,
      pagePath: pageOf(visitorAction, stepOfVisit, draws),
      ...(visitorAction.product === undefined ? {} : { productId: visitorAction.product.productId }),
      ...(visitorAction.action === 'purchase' && visit.order !== undefined
        ? { orderId: visit.order.orderId }
        : {}),
      ...(visitorAction.action === 'search' ? { searchTerms: draws.pick(world.names.searchTerms) } : {}),
      referrer: stepOfVisit === 0 ? referrer : null,
      ...campaign,
      deviceClass,
      browser,
      country,
      ipAddress,
      dwellMilliseconds: stepOfVisit === 0 ? 0 : Math.round(2_000 + 16_000 * draws.share() ** 2),
    },
  };
}

function pageOf({ action, product }: VisitorAction, stepOfVisit: number, draws: Draws): string {
  switch (action) {
    case 'page-view':
      return stepOfVisit === 0 ? '/' : draws.pick(PAGES);
    case 'search':
      return '/search';
    case 'product-view':
      return `/products/${product?.productId ?? ''}`;
    case 'add-to-cart':
    case 'remove-from-cart':
      return '/cart';
    case 'checkout':
      return '/checkout';
    case 'purchase':
      return '/checkout/thanks';
  }
}
