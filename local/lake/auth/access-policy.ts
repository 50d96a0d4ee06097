import { type LakeStore } from '../store/lake-store';
import { filesystemOf } from '../store/writes';
import { type LakeRequest } from '../wire/lake-request';
import { type GrantedParameter, malformed, readSas, type Sas } from './sas';

/**
 * Reads the signature of a URL, with the stored access policy that it names.
 *
 * @param path of the URL: `<filesystem>/<path>`
 * @returns `undefined` without `sig`
 * @throws LakeRefusal `authentication_failed` if the policy does not exist, or sets a field that the signature sets, too
 */
export function readGrantedSas(
  query: LakeRequest['query'],
  { path, store }: { readonly path: string; readonly store: LakeStore },
): Sas | undefined {
  const sas = readSas(query);
  const id = sas?.kind === 'service' ? sas.get('si') : '';
  if (sas === undefined || id === '') return sas;
  const policies = path === '' ? [] : (store.find(filesystemOf(path))?.policies ?? []);
  const policy = policies.find((one) => one.id === id);
  if (policy === undefined) throw malformed(`The container has no stored access policy "${id}"`);
  const stored: Readonly<Record<GrantedParameter, string>> = {
    sp: policy.permissions,
    st: policy.start,
    se: policy.expiry,
  };
  for (const [name, value] of Object.entries(stored) as [GrantedParameter, string][])
    if (value !== '' && sas.get(name) !== '')
      throw malformed(`${name} is in the signature and in its stored access policy`);
  return { ...sas, granted: (name) => sas.get(name) || stored[name] };
}
