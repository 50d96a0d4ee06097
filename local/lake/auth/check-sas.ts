import { createHmac, timingSafeEqual } from 'node:crypto';
import { type TLSSocket } from 'node:tls';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest } from '../wire/lake-request';
import { toDelegationKey } from './delegation-key';
import { isInRange } from './ip-range';
import { malformed, type Sas } from './sas';
import { textToSign } from './text-to-sign';

/** Where a signature is used, and with what it is checked. */
export interface SasUse {
  readonly request: LakeRequest;
  /** `<filesystem>/<path>` that the request reads or writes; `''` for the account. */
  readonly path: string;
  readonly account: string;
  /** The account's key. */
  readonly key: Buffer;
  readonly now: Date;
}

/**
 * Checks signature, time, address and protocol of a SAS. What it allows is checked with the operation.
 *
 * @throws LakeRefusal 403
 */
export function checkSas(sas: Sas, use: SasUse): void {
  requireSignature(sas, use);
  requireTime({ name: 'st', text: sas.granted('st') }, { name: 'se', text: sas.granted('se') }, use.now);
  if (sas.kind === 'delegation')
    requireTime({ name: 'skt', text: sas.get('skt') }, { name: 'ske', text: sas.get('ske') }, use.now);
  const { remoteAddress = '' } = use.request.incoming.socket;
  const address = remoteAddress.replace(/^::ffff:/, '');
  const range = sas.get('sip');
  if (range !== '' && !isInRange(range, address))
    throw new LakeRefusal('sas_source_ip', `${address}.`, { elements: { SourceIP: address } });
  const isEncrypted = (use.request.incoming.socket as Partial<TLSSocket>).encrypted === true;
  const protocols = sas.get('spr').split(',');
  if (protocols[0] !== '' && !protocols.includes(isEncrypted ? 'https' : 'http'))
    throw new LakeRefusal('sas_protocol');
}

function requireSignature(sas: Sas, { request, path, account, key }: SasUse): void {
  const given = Buffer.from(sas.get('sig'), 'base64');
  const signingKey = sas.kind === 'delegation' ? toDelegationKey(key, sas.get) : key;
  const texts = resourcesOf(sas, path).map((resource) => textToSign(sas, { account, resource, request }));
  const isSigned = texts.some((text) => {
    const expected = createHmac('sha256', signingKey).update(text).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!isSigned) throw malformed(`Signature did not match. String to sign used was ${texts[0] ?? ''}`);
}

/** The resource to which `sr` refers in the path of a request. The root directory is signed in two forms. */
function resourcesOf(sas: Sas, path: string): string[] {
  const [filesystem = '', ...names] = path.split('/');
  switch (sas.get('sr')) {
    case 'b':
      return [path];
    case 'd': {
      const depth = Number(sas.get('sdd'));
      if (!/^\d+$/.test(sas.get('sdd'))) throw malformed('sdd must be the depth of the directory');
      return depth === 0
        ? [`${filesystem}/`, filesystem]
        : [[filesystem, ...names.slice(0, depth)].join('/')];
    }
    default:
      return [filesystem];
  }
}

interface TimeField {
  readonly name: string;
  readonly text: string;
}

function requireTime(from: TimeField, to: TimeField, now: Date): void {
  const start = readTime(from) ?? new Date(0);
  const expiry = readTime(to);
  if (expiry === undefined) throw malformed(`${to.name} is mandatory. Cannot be empty`);
  if (now < start || now >= expiry)
    throw malformed(
      `Signature not valid in the specified time frame: Start [${start.toUTCString()}] - Expiry [${expiry.toUTCString()}] - Current [${now.toUTCString()}]`,
    );
}

/** A date, or a date with a time in ISO 8601 and UTC. */
const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(?:Z|\+00:00))?$/;

function readTime({ name, text }: TimeField): Date | undefined {
  if (text === '') return undefined;
  const time = new Date(text);
  if (!TIME.test(text) || Number.isNaN(time.getTime())) throw malformed(`${name} is not a time in UTC`);
  return time;
}
