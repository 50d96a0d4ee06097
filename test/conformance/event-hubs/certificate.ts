import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { generate } from 'selfsigned';

export interface TestCertificate {
  /** What a client must trust. */
  readonly ca: string;
  readonly caFile: string;
  readonly tls: { readonly certFile: string; readonly keyFile: string };
}

/** Makes a certificate for this machine that is its own authority. */
export async function makeCertificate(directory: string): Promise<TestCertificate> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  const certFile = join(directory, 'certificate.pem');
  const keyFile = join(directory, 'key.pem');
  await writeFile(certFile, cert);
  await writeFile(keyFile, key, { mode: 0o600 });
  return { ca: cert, caFile: certFile, tls: { certFile, keyFile } };
}
