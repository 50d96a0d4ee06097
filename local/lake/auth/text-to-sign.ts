import { type LakeRequest } from '../wire/lake-request';
import { type Sas, type SasParameter } from './sas';

/** Where a signature is used. */
export interface Signed {
  readonly account: string;
  /** Resource of a service or delegation SAS: `<filesystem>[/<path>]`. */
  readonly resource: string;
  /** Has the headers and parameters that `srh` and `srq` name. */
  readonly request: Pick<LakeRequest, 'header' | 'query'>;
}

/** Versions that added fields to the signed text. */
const WITH_RESOURCE = '2018-11-09';
const WITH_AGENTS = '2020-02-10';
const WITH_ENCRYPTION_SCOPE = '2020-12-06';
const WITH_DELEGATED_USER = '2025-07-05';
const WITH_REQUEST_FIELDS = '2026-04-06';

const KEY_FIELDS = ['skoid', 'sktid', 'skt', 'ske', 'sks', 'skv'] as const;
const RESPONSE_FIELDS = ['rscc', 'rscd', 'rsce', 'rscl', 'rsct'] as const;

/**
 * Returns the text that a SAS signs, by kind and version ("Construct the string-to-sign" of the three pages of the
 * REST reference).
 */
export function textToSign(sas: Sas, signed: Signed): string {
  if (sas.kind === 'account') return accountText(sas, signed.account);
  const since = (version: string): boolean => sas.version >= version;
  const fields: string[] = [];
  const add = (...names: readonly SasParameter[]): void => {
    fields.push(...names.map(sas.get));
  };
  add('sp', 'st', 'se');
  fields.push(`/blob/${signed.account}/${signed.resource}`);
  if (sas.kind === 'delegation') {
    add(...KEY_FIELDS);
    if (since(WITH_AGENTS)) add('saoid', 'suoid', 'scid');
    if (since(WITH_DELEGATED_USER)) add('skdutid', 'sduoid');
  } else add('si');
  add('sip', 'spr', 'sv');
  // The second field is the time of a snapshot, which the lake does not have.
  if (since(WITH_RESOURCE)) fields.push(sas.get('sr'), '');
  if (since(WITH_ENCRYPTION_SCOPE)) add('ses');
  if (sas.kind === 'delegation' && since(WITH_REQUEST_FIELDS)) fields.push(...requestFields(sas, signed));
  add(...RESPONSE_FIELDS);
  return fields.join('\n');
}

function accountText(sas: Sas, account: string): string {
  const names: SasParameter[] = ['sp', 'ss', 'srt', 'st', 'se', 'sip', 'spr', 'sv'];
  if (sas.version >= WITH_ENCRYPTION_SCOPE) names.push('ses');
  // The text ends with a line feed.
  return [account, ...names.map(sas.get), ''].join('\n');
}

/** Headers end with a line feed, parameters begin with one, as all clients sign them. */
function requestFields(sas: Sas, { request }: Signed): [string, string] {
  const headers = namesIn(sas.get('srh')).map(
    (name) => `${name}:${request.header(name.toLowerCase()) ?? ''}\n`,
  );
  const parameters = namesIn(sas.get('srq')).map(
    (name) => `\n${name}:${request.query.get(name.toLowerCase()) ?? ''}`,
  );
  return [headers.join(''), parameters.join('')];
}

/** Clients encode each name before the whole list is encoded. */
function namesIn(list: string): string[] {
  return list.split(',').flatMap((name) => (name === '' ? [] : [decodeURIComponent(name)]));
}
