import { type EcommerceOrder } from '../../contracts/generated/types';
import { customerId } from '../world/customers';
import { countryOf } from '../world/places';
import { type Order, type OrderLine } from './orders';
import { type ValidEvent } from './scenario';

/** Value of goods from which shipping is free, in euro cents. */
const FREE_SHIPPING_FROM = 10_000;
const SHIPPING = 490;

export type OrderStatus = 'placed' | 'paid' | 'shipped' | 'delivered' | 'cancelled' | 'returned';

/** One change of status of an order. Each event has the whole order, as its contract requires. */
export function orderEvent(order: Order, status: OrderStatus, time: number): ValidEvent {
  const id = `${order.orderId}:${status}`;
  const occurredAt = new Date(time).toISOString();
  return {
    type: 'ecommerce.order',
    id,
    time: occurredAt,
    partitionKey: order.orderId,
    record: {
      orderEventId: id,
      orderId: order.orderId,
      customerId: customerId(order.customer),
      sessionId: order.sessionId,
      occurredAt,
      placedAt: new Date(order.placedAt).toISOString(),
      status,
      channel: order.channel,
      currency: countryOf(order.city.country).currency,
      lines: order.lines.map(lineRecord),
      amounts: amountsOf(order),
      paymentMethod: order.paymentMethod,
      shippingAddress: { city: order.city.name, postalCode: order.postalCode, country: order.city.country },
    },
  };
}

function lineRecord(line: OrderLine): EcommerceOrder['lines'][number] {
  const { product, sku, quantity, unitPriceMinor, discountMinor } = line;
  return {
    productId: product.productId,
    sku,
    productName: product.name,
    category: product.category,
    quantity,
    unitPriceMinor,
    ...(discountMinor > 0 ? { discountMinor } : {}),
  };
}

/** total = subtotal - discount + shipping + tax, all in minor units. Tax is on goods and shipping. */
function amountsOf({ lines, city }: Order): EcommerceOrder['amounts'] {
  const { perEuro, taxRate } = countryOf(city.country);
  const subtotalMinor = sum(lines.map(({ quantity, unitPriceMinor }) => quantity * unitPriceMinor));
  const discountMinor = sum(lines.map((line) => line.discountMinor));
  const goods = subtotalMinor - discountMinor;
  const shippingMinor = goods >= FREE_SHIPPING_FROM * perEuro ? 0 : Math.round(SHIPPING * perEuro);
  const taxMinor = Math.round((goods + shippingMinor) * taxRate);
  return {
    subtotalMinor,
    discountMinor,
    shippingMinor,
    taxMinor,
    totalMinor: goods + shippingMinor + taxMinor,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
