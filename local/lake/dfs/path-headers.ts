import { accessOf, formatPermissions } from '../store/access';
import { type Found, type Metadata } from '../store/entry';

export function accessHeaders(found: Found): Record<string, string> {
  const access = accessOf(found);
  return {
    'x-ms-owner': access.owner,
    'x-ms-group': access.group,
    'x-ms-permissions': formatPermissions(access),
  };
}

/** Metadata in the form of the DFS endpoint: `name=<base64>,…` */
export function toProperties(metadata: Metadata): string {
  return Object.entries(metadata)
    .map(([name, value]) => `${name}=${Buffer.from(value).toString('base64')}`)
    .join(',');
}
