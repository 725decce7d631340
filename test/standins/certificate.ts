import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  /** PEM; also the authority to trust, as it signs itself. */
  readonly cert: string;
  readonly key: string;
}

/** A fresh certificate for 127.0.0.1 and localhost, good for two days. */
export function makeCertificate(algorithm: 'ec' | 'rsa' = 'ec'): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-cert-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const key = algorithm === 'ec' ? ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'] : ['rsa:2048'];
  const kind = ['-x509', '-newkey', ...key, '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  try {
    execFileSync('openssl', ['req', ...kind, '-keyout', keyFile, '-out', certFile, ...subject], { stdio: 'ignore' });
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
