import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Certificates, prepareCertificates, replaceFile } from '../kit';

/** Name of the folder in a data folder. `--fresh` keeps it, because clients trust its authority. */
export const CERTIFICATES = 'certificates';

export interface TrustOptions {
  readonly dataDirectory: string;
  /** Names besides those of loopback, for the certificate. */
  readonly allowedHosts: readonly string[];
  /** The person's own `NODE_EXTRA_CA_CERTS`, such as the certificate of a proxy; undefined for none. */
  readonly ownFile: string | undefined;
  readonly notify: (message: string) => void;
  readonly now: Date;
}

export interface Trust extends Certificates {
  readonly directory: string;
  /** Settings with which the app trusts the services. Node reads the file when the worker starts. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Prepares the certificates of the services. The app trusts their authority and those that the person's own
 * file names, because Node accepts one file only.
 *
 * @throws StandInError `corrupt` if the authority cannot be read, `option_invalid` for an invalid name
 */
export async function prepareTrust(options: TrustOptions): Promise<Trust> {
  const { dataDirectory, allowedHosts, now } = options;
  const directory = join(dataDirectory, CERTIFICATES);
  const certificates = await prepareCertificates(directory, { names: allowedHosts, now });
  const own = readOwn(options, directory);
  const trustedFile = join(directory, 'trusted.pem');
  const texts = [readFileSync(certificates.caFile, 'utf8'), ...(own === undefined ? [] : [own])];
  replaceFile(trustedFile, texts.map((text) => `${text.trim()}\n`).join(''));
  return { ...certificates, directory, settings: { NODE_EXTRA_CA_CERTS: trustedFile } };
}

/** Node ignores a file that it cannot read, with a warning. So does the stack. */
function readOwn({ ownFile, notify }: TrustOptions, directory: string): string | undefined {
  if (ownFile === undefined || ownFile === '') return undefined;
  const isOurs = resolve(ownFile).startsWith(join(resolve(directory), '/'));
  if (isOurs) return undefined;
  try {
    return readFileSync(ownFile, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    notify(`NODE_EXTRA_CA_CERTS is ignored: ${reason}`);
    return undefined;
  }
}
