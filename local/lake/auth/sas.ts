import { type LakeRequest } from '../wire/lake-request';
import { LakeRefusal } from '../wire/lake-refusal';

/**
 * Parameters of a shared access signature, in "Create an account SAS", "Create a service SAS" and "Create a user
 * delegation SAS" of the REST reference.
 */
export const SAS_PARAMETERS = [
  'sv',
  'ss',
  'srt',
  'sp',
  'st',
  'se',
  'sip',
  'spr',
  'si',
  'sr',
  'sdd',
  'ses',
  'sig',
  'skoid',
  'sktid',
  'skt',
  'ske',
  'sks',
  'skv',
  'skdutid',
  'sduoid',
  'saoid',
  'suoid',
  'scid',
  'srh',
  'srq',
  'rscc',
  'rscd',
  'rsce',
  'rscl',
  'rsct',
] as const;

export type SasParameter = (typeof SAS_PARAMETERS)[number];

/** A shared access signature whose signature may be wrong. */
export interface Sas {
  /** An account's key signs the first two kinds, a key of Get User Delegation Key the third. */
  readonly kind: 'account' | 'service' | 'delegation';
  /** `sv`, a date that decides which fields are signed. */
  readonly version: string;
  /** Decoded value; `''` if it is missing. */
  readonly get: (name: SasParameter) => string;
  /** Like `get`, but a stored access policy adds what the signature leaves out. */
  readonly granted: (name: GrantedParameter) => string;
}

/** Parameters that a stored access policy can have instead. */
export type GrantedParameter = 'sp' | 'st' | 'se';

/** The first version with signatures of accounts; older ones sign other fields. */
const FIRST_VERSION = '2015-04-05';
/** Older versions do not sign `sr`, so the signature of a blob would serve for a directory. */
const FIRST_VERSION_OF_DIRECTORIES = '2020-02-10';

/**
 * Reads the signature from the parameters of a URL.
 *
 * @returns `undefined` without `sig`
 * @throws LakeRefusal `authentication_failed` for missing fields, `operation_unsupported` for old versions
 */
export function readSas(query: LakeRequest['query']): Sas | undefined {
  if (!query.has('sig')) return undefined;
  const get = (name: SasParameter): string => query.get(name) ?? '';
  const kind =
    query.has('ss') || query.has('srt') ? 'account' : query.has('skoid') ? 'delegation' : 'service';
  const sas: Sas = { kind, version: get('sv'), get, granted: get };
  for (const name of REQUIRED[kind])
    if (get(name) === '') throw malformed(`${name} is mandatory. Cannot be empty`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(sas.version)) throw malformed('sv is not a version');
  if (sas.version < FIRST_VERSION)
    throw new LakeRefusal('operation_unsupported', `Signatures of versions before ${FIRST_VERSION}.`);
  if (kind !== 'account' && !['b', 'c', 'd'].includes(get('sr')))
    throw new LakeRefusal('operation_unsupported', `A signature with sr=${get('sr')}: use c, d or b.`);
  if (get('sr') === 'd' && sas.version < FIRST_VERSION_OF_DIRECTORIES)
    throw malformed(`sr=d needs a version since ${FIRST_VERSION_OF_DIRECTORIES}`);
  return sas;
}

const REQUIRED: Readonly<Record<Sas['kind'], readonly SasParameter[]>> = {
  account: ['sv', 'ss', 'srt', 'sp', 'se'],
  service: ['sv', 'sr'],
  delegation: ['sv', 'sr', 'sp', 'se', 'skoid', 'sktid', 'skt', 'ske', 'sks', 'skv'],
};

/** A signature that cannot be valid, with the reason in the response, as in Azure. */
export function malformed(detail: string): LakeRefusal {
  return new LakeRefusal('authentication_failed', undefined, {
    elements: { AuthenticationErrorDetail: detail },
  });
}
