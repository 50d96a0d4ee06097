import { isIPv4 } from 'node:net';

/** Returns whether an address is that of `sip`, or in its range `from-to` of IPv4 addresses, both included. */
export function isInRange(range: string, address: string): boolean {
  const [from = '', to = from] = range.split('-');
  if (from === to) return from === address;
  if (![from, to, address].every((text) => isIPv4(text))) return false;
  return toNumber(from) <= toNumber(address) && toNumber(address) <= toNumber(to);
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
