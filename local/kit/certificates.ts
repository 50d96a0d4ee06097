import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { readIfThere, replaceFile, syncDirectory } from './files';
import { issueAuthority, issueServer, type KeyedCertificate } from './issue-certificate';
import { readHostName } from './request-guard';
import { StandInError } from './stand-in-error';

/** Files in PEM format with which a server speaks TLS. */
export interface TlsFiles {
  readonly certFile: string;
  /** Private key; only its owner can read it. */
  readonly keyFile: string;
}

export interface Certificates extends TlsFiles {
  /** Certificate of the authority, which clients must trust. */
  readonly caFile: string;
}

export interface CertificateOptions {
  /** Names and addresses besides those of loopback, as in `--allow-host`. @default none */
  readonly names?: readonly string[] | undefined;
  readonly now: Date;
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
const DAY_MILLISECONDS = 86_400_000;
/** A server certificate that ends earlier is renewed, so that no service outlives its certificate. */
const MIN_SERVER_DAYS = 90;
/** The authority must outlive the server certificates that it signs. */
const MIN_AUTHORITY_DAYS = 400;

/**
 * Makes a certificate authority and a certificate for the local services, or keeps those that a directory has.
 * The authority stays the same for years, so that clients trust it once. The server certificate is renewed
 * before it ends, and if it does not have all names. The caller has the lock of the directory.
 *
 * @throws StandInError `corrupt` if the authority cannot be read, `option_invalid` for an invalid name
 */
export async function prepareCertificates(
  directory: string,
  { names = [], now }: CertificateOptions,
): Promise<Certificates> {
  const added = names.map((name) => readHostName(name).replace(/^\[(.*)\]$/, '$1'));
  const required = [...new Set([...LOOPBACK, ...added])];
  mkdirSync(directory, { recursive: true });
  const files = certificateFiles(directory);
  const authority = await prepareAuthority(directory, files.caFile, now);
  if (!isUsable(read(files.certFile, files.keyFile), { authority, names: required, now })) {
    // A process that is killed between the files leaves two that do not match: the next start replaces both.
    save(await issueServer(authority, required, now), files.certFile, files.keyFile);
    syncDirectory(directory);
  }
  return files;
}

/** Names of the files in a directory that `prepareCertificates` has filled. */
export function certificateFiles(directory: string): Certificates {
  return {
    caFile: join(directory, 'ca.pem'),
    certFile: join(directory, 'server.pem'),
    keyFile: join(directory, 'server-key.pem'),
  };
}

/**
 * The certificate is written after its key, and clients can only trust a certificate: without one, a new
 * authority disappoints nobody. A damaged one is not replaced without the person, whose clients trust it.
 */
async function prepareAuthority(directory: string, caFile: string, now: Date): Promise<KeyedCertificate> {
  const keyFile = join(directory, 'ca-key.pem');
  if (readIfThere(caFile) === undefined) {
    const made = await issueAuthority(now);
    save(made, caFile, keyFile);
    syncDirectory(directory);
    return made;
  }
  const authority = read(caFile, keyFile);
  const reason =
    authority === undefined
      ? 'is damaged, or its key is missing or belongs to another certificate'
      : daysLeft(authority.certificate, now) < MIN_AUTHORITY_DAYS
        ? 'ends soon'
        : undefined;
  if (authority !== undefined && reason === undefined) return authority;
  throw new StandInError(
    'corrupt',
    `The certificate authority of the local services (${caFile}) ${reason}. Delete the folder ${directory}; the next start makes a new authority, which your clients must trust again.`,
  );
}

/** Returns `undefined` if a file is missing or damaged, or if the files do not belong together. */
function read(certFile: string, keyFile: string): KeyedCertificate | undefined {
  const certificate = readIfThere(certFile);
  const key = readIfThere(keyFile);
  if (certificate === undefined || key === undefined) return undefined;
  try {
    const matches = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
    return matches ? { certificate, key } : undefined;
  } catch {
    // OpenSSL reports damaged text with many codes. The caller replaces the files or names them.
    return undefined;
  }
}

function isUsable(
  server: KeyedCertificate | undefined,
  needs: { readonly authority: KeyedCertificate; readonly names: readonly string[]; readonly now: Date },
): boolean {
  if (server === undefined) return false;
  const certificate = new X509Certificate(server.certificate);
  return (
    certificate.verify(new X509Certificate(needs.authority.certificate).publicKey) &&
    daysLeft(server.certificate, needs.now) >= MIN_SERVER_DAYS &&
    needs.names.every(
      (name) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined,
    )
  );
}

function daysLeft(certificate: string, now: Date): number {
  const end = new Date(new X509Certificate(certificate).validTo);
  return (end.getTime() - now.getTime()) / DAY_MILLISECONDS;
}

function save({ certificate, key }: KeyedCertificate, certFile: string, keyFile: string): void {
  replaceFile(keyFile, key, { fsync: true, mode: 0o600 });
  replaceFile(certFile, certificate, { fsync: true });
}
