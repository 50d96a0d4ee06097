/** The target of a link or a claim. Names are compared without case, as in Azure. */
export type Address =
  | { readonly kind: 'claims' }
  | { readonly kind: 'management'; readonly hub: string | undefined }
  | { readonly kind: 'hub'; readonly hub: string; readonly partition: string | undefined }
  | {
      readonly kind: 'reader';
      readonly hub: string;
      readonly consumerGroup: string;
      readonly partition: string;
    }
  | { readonly kind: 'publisher'; readonly hub: string }
  | { readonly kind: 'unknown' };

/** Parses `$cbs`, `HUB/$management`, `HUB`, `HUB/Partitions/N` or `HUB/ConsumerGroups/GROUP/Partitions/N`. */
export function parseAddress(text: string): Address {
  const parts = pathOf(text).split('/');
  const [hub = '', second, third, fourth, fifth] = parts;
  const word = (part: string | undefined): string | undefined => part?.toLowerCase();
  if (hub === '') return { kind: 'unknown' };
  if (parts.length === 1) {
    if (hub === '$cbs') return { kind: 'claims' };
    if (hub === '$management') return { kind: 'management', hub: undefined };
    return { kind: 'hub', hub, partition: undefined };
  }
  if (parts.length === 2 && word(second) === '$management') return { kind: 'management', hub };
  if (parts.length === 3 && word(second) === 'partitions' && third !== undefined) {
    return { kind: 'hub', hub, partition: third };
  }
  if (word(second) === 'publishers') return { kind: 'publisher', hub };
  if (parts.length === 5 && word(second) === 'consumergroups' && word(fourth) === 'partitions') {
    return { kind: 'reader', hub, consumerGroup: third ?? '', partition: fifth ?? '' };
  }
  return { kind: 'unknown' };
}

/** Returns the path of an address: `hub` for both `sb://host:port/hub/` and `/hub`. */
export function pathOf(text: string): string {
  return text
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .replace(/^\/+/, '')
    .replace(/\/+$/, '');
}
