import { randomBytes, webcrypto } from 'node:crypto';
import { createRequire } from 'node:module';
import { isIP } from 'node:net';
import type * as X509 from '@peculiar/x509';

/** A certificate and its private key, as PEM text. */
export interface KeyedCertificate {
  readonly certificate: string;
  readonly key: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MILLISECONDS = 86_400_000;
/** The clock of a client in a container or a virtual machine may be behind. */
const CLOCK_SKEW_DAYS = 1;
const AUTHORITY_DAYS = 3650;

/** Apple's clients refuse a server certificate of more than 398 days: https://support.apple.com/102028 */
export const SERVER_DAYS = 395;

/** Makes the certificate of an authority that signs server certificates and no other authority. */
export async function issueAuthority(now: Date): Promise<KeyedCertificate> {
  const x509 = loadX509();
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    // A name of its own, so that a client that trusts an older authority, too, does not mix them up.
    name: `CN=Sluice local services ${randomBytes(4).toString('hex')}`,
    serialNumber: makeSerialNumber(),
    ...toValidity(now, AUTHORITY_DAYS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: toPem(certificate), key: await exportKey(keys.privateKey) };
}

/**
 * Makes a server certificate. It has the identifiers of both keys, which OpenSSL requires in strict mode, the
 * default of Python 3.13.
 *
 * @param names DNS names, and IP addresses without brackets
 */
export async function issueServer(
  authority: KeyedCertificate,
  names: readonly string[],
  now: Date,
): Promise<KeyedCertificate> {
  const x509 = loadX509();
  const keys = await makeKeys();
  const issuer = new x509.X509Certificate(authority.certificate);
  const alternativeNames = names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }) as const);
  const extensions: X509.Extension[] = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension(alternativeNames),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
  ];
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=localhost',
    issuer: issuer.subject,
    serialNumber: makeSerialNumber(),
    ...toValidity(now, SERVER_DAYS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    extensions,
  });
  return { certificate: toPem(certificate), key: await exportKey(keys.privateKey) };
}

/** Loaded on first use, because it takes longer than the start of most services. */
function loadX509(): typeof X509 {
  return createRequire(__filename)('@peculiar/x509') as typeof X509;
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** A positive number of at most 20 bytes: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.2 */
function makeSerialNumber(): string {
  return `4${randomBytes(16).toString('hex').slice(1)}`;
}

function toValidity(now: Date, days: number): { readonly notBefore: Date; readonly notAfter: Date } {
  const notBefore = now.getTime() - CLOCK_SKEW_DAYS * DAY_MILLISECONDS;
  return { notBefore: new Date(notBefore), notAfter: new Date(notBefore + days * DAY_MILLISECONDS) };
}

function toPem(certificate: { toString(format: 'pem'): string }): string {
  return `${certificate.toString('pem').trim()}\n`;
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  const lines = bytes.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const bytes = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return webcrypto.subtle.importKey('pkcs8', bytes, ALGORITHM, false, ['sign']);
}
