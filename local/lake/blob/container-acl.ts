import { type AccessPolicy } from '../store/entry';
import { requireFilesystem, setProperties } from '../store/writes';
import { readConditions, versionHeaders } from '../wire/headers';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeOperation } from '../wire/operation';
import { readText } from '../wire/read-text';
import { element, readElement, XML_DECLARATION } from '../wire/xml';

/** Limits of "Set Container ACL". */
const MAX_POLICIES = 5;
const MAX_ID_CHARACTERS = 64;
const MAX_BODY_BYTES = 64 * 1024;

/** `PUT ?restype=container&comp=acl` with `<SignedIdentifiers>…` → 200. Replaces all stored access policies. */
export const setContainerAcl: LakeOperation = {
  name: 'SetContainerACL',
  api: 'blob',
  sas: 'none',
  headers: ['if-modified-since', 'if-unmodified-since', 'x-ms-lease-id'],
  async run(request, { store }) {
    requireFilesystem(store, request.filesystem);
    const xml = await readText(request, {
      maxBytes: MAX_BODY_BYTES,
      tooLarge: () => new LakeRefusal('xml_invalid', 'The body is too long.'),
    });
    const policies = readPolicies(xml);
    const entry = await setProperties(store, {
      path: request.filesystem,
      conditions: readConditions(request),
      update: () => ({ policies }),
    });
    return { status: 200, headers: versionHeaders(entry) };
  },
};

/** `GET` or `HEAD ?restype=container&comp=acl` → 200, XML. */
export const getContainerAcl: LakeOperation = {
  name: 'GetContainerACL',
  api: 'blob',
  sas: 'none',
  headers: ['x-ms-lease-id'],
  run(request, { store }) {
    const found = requireFilesystem(store, request.filesystem);
    store.leases.requireForRead(request.path, request.header('x-ms-lease-id'));
    const policies = (found.policies ?? []).map(toXml).join('');
    return {
      status: 200,
      headers: { ...versionHeaders(found), 'content-type': 'application/xml' },
      body: `${XML_DECLARATION}<SignedIdentifiers>${policies}</SignedIdentifiers>`,
    };
  },
};

function toXml({ id, start, expiry, permissions }: AccessPolicy): string {
  const policy = [
    start === '' ? '' : element('Start', start),
    expiry === '' ? '' : element('Expiry', expiry),
    permissions === '' ? '' : element('Permission', permissions),
  ];
  return `<SignedIdentifier>${element('Id', id)}<AccessPolicy>${policy.join('')}</AccessPolicy></SignedIdentifier>`;
}

/** A request without a body removes all policies. */
function readPolicies(xml: string): AccessPolicy[] {
  if (xml.trim() === '') return [];
  if (!/<SignedIdentifiers(?:\s[^>]*)?(?:\/>|>.*<\/SignedIdentifiers>)/s.test(xml))
    throw new LakeRefusal('xml_invalid', 'The body is not SignedIdentifiers.');
  const items = [...xml.matchAll(/<SignedIdentifier>(.*?)<\/SignedIdentifier>/gs)];
  if (items.length > MAX_POLICIES)
    throw new LakeRefusal('xml_invalid', `A container has at most ${MAX_POLICIES} stored access policies.`);
  const policies = items.map(([, item = '']) => readPolicy(item));
  if (new Set(policies.map(({ id }) => id)).size < policies.length)
    throw new LakeRefusal('xml_value_invalid', 'Two policies have the same "Id".');
  return policies;
}

function readPolicy(xml: string): AccessPolicy {
  const id = readElement(xml, 'Id') ?? '';
  if (id === '' || id.length > MAX_ID_CHARACTERS)
    throw new LakeRefusal('xml_value_invalid', `"Id" must have 1 to ${MAX_ID_CHARACTERS} characters.`);
  return {
    id,
    start: readTime(xml, 'Start'),
    expiry: readTime(xml, 'Expiry'),
    permissions: readElement(xml, 'Permission') ?? '',
  };
}

/** Some clients send seven digits of fractions. */
function readTime(xml: string, name: string): string {
  const text = readElement(xml, name) ?? '';
  if (text !== '' && Number.isNaN(Date.parse(text)))
    throw new LakeRefusal('xml_value_invalid', `"${name}" is not a time.`);
  return text;
}
