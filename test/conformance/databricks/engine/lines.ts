import { type Line } from './engine-scene';

/** An event of the contract `iot.reading`. */
export function reading(id: string, time: string, celsius: number | null = 20, device = 'd1'): Line {
  return {
    contract: 'iot.reading',
    event: { id, time, data: { deviceId: device, measuredOn: time.slice(0, 10), celsius } },
  };
}

/** An event of the contract `shop.customer`; without a city the customer is deleted. */
export function customer(id: string, time: string, city: string | undefined, customerId = 'c1'): Line {
  const data = city === undefined ? { customerId, status: { deleted: true } } : { customerId, city };
  return { contract: 'shop.customer', event: { id, time, data } };
}
