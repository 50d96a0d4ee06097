import { LOCAL_TENANT, requireClaims } from '../auth/bearer';
import { type DelegationKeyField, toDelegationKey } from '../auth/delegation-key';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeOperation } from '../wire/operation';
import { readText } from '../wire/read-text';
import { element, readElement, XML_DECLARATION } from '../wire/xml';

/** Limits of "Get User Delegation Key". */
const MAX_KEY_MILLISECONDS = 7 * 24 * 3600 * 1000;
const MAX_BODY_BYTES = 64 * 1024;

/** Version of the key if the client sends none. */
const VERSION = '2021-12-02';

/**
 * `POST ?restype=service&comp=userdelegationkey` with a token and
 * `<KeyInfo><Start>…</Start><Expiry>…</Expiry>[<DelegatedUserTid>…</DelegatedUserTid>]</KeyInfo>` → 200, XML.
 */
export const getUserDelegationKey: LakeOperation = {
  name: 'GetUserDelegationKey',
  api: 'blob',
  sas: 'none',
  async run(request, { now, sharedKey, tokenKey }) {
    const { oid } = requireClaims(request, tokenKey, now);
    const xml = await readText(request, {
      maxBytes: MAX_BODY_BYTES,
      tooLarge: () => new LakeRefusal('xml_invalid', 'The body is too long.'),
    });
    if (!/<KeyInfo(?:\s[^>]*)?>.*<\/KeyInfo>/s.test(xml))
      throw new LakeRefusal('xml_invalid', 'The body is not a KeyInfo.');
    const start = readTime(xml, 'Start') ?? now;
    const expiry = readTime(xml, 'Expiry');
    if (expiry === undefined || expiry <= start || expiry.getTime() - now.getTime() > MAX_KEY_MILLISECONDS)
      throw new LakeRefusal('xml_value_invalid', '"Expiry" must be after "Start" and within seven days.');
    const userTenant = readElement(xml, 'DelegatedUserTid') ?? '';
    const fields: Readonly<Record<DelegationKeyField, string>> = {
      skoid: oid,
      sktid: LOCAL_TENANT,
      skt: toSeconds(start),
      ske: toSeconds(expiry),
      sks: 'b',
      skv: request.header('x-ms-version') ?? VERSION,
      skdutid: userTenant,
    };
    const value = toDelegationKey(sharedKey.key, (name) => fields[name]).toString('base64');
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: [
        `${XML_DECLARATION}<UserDelegationKey>`,
        element('SignedOid', fields.skoid),
        element('SignedTid', fields.sktid),
        element('SignedStart', fields.skt),
        element('SignedExpiry', fields.ske),
        element('SignedService', fields.sks),
        element('SignedVersion', fields.skv),
        userTenant === '' ? '' : element('SignedDelegatedUserTid', userTenant),
        `${element('Value', value)}</UserDelegationKey>`,
      ].join(''),
    };
  },
};

function readTime(xml: string, name: string): Date | undefined {
  const text = readElement(xml, name) ?? '';
  if (text === '') return undefined;
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new LakeRefusal('xml_value_invalid', `"${name}" is not a time.`);
  return time;
}

/** Clients repeat the times in this form in their signatures. */
function toSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
