import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  /** PEM; also the authority to trust, as it signs itself. */
  readonly cert: string;
  readonly key: string;
}

const LOOPBACK = 'DNS:localhost,IP:127.0.0.1';

/** A fresh certificate for 127.0.0.1 and localhost, good for two days. @param names of other hosts, as OpenSSL writes them */
export function makeCertificate(algorithm: 'ec' | 'rsa' = 'ec', names = LOOPBACK): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-cert-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const key = algorithm === 'ec' ? ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'] : ['rsa:2048'];
  const kind = ['-x509', '-newkey', ...key, '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=localhost', '-addext', `subjectAltName=${names}`];
  try {
    execFileSync('openssl', ['req', ...kind, '-keyout', keyFile, '-out', certFile, ...subject], { stdio: 'ignore' });
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const AUTHORITY = `[ca]
default_ca = own
[own]
database = index.txt
serial = serial
new_certs_dir = made
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
`;

/** A certificate for 127.0.0.1 that was good for a day in 2020. */
export function makeExpiredCertificate(): Certificate {
  const cwd = mkdtempSync(join(tmpdir(), 'medallion-cert-'));
  const run = (args: readonly string[]) => execFileSync('openssl', args, { cwd, stdio: 'ignore' });
  try {
    mkdirSync(join(cwd, 'made'));
    for (const [name, text] of [
      ['index.txt', ''],
      ['serial', '01'],
      ['authority.cnf', AUTHORITY],
    ] as const)
      writeFileSync(join(cwd, name), text);
    const key = ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'key.pem'];
    const subject = ['-subj', '/CN=localhost', '-addext', `subjectAltName=${LOOPBACK}`];
    run(['req', '-new', '-newkey', ...key, '-out', 'request.pem', ...subject]);
    const times = ['-startdate', '20200101000000Z', '-enddate', '20200102000000Z'];
    const signed = ['-selfsign', '-keyfile', 'key.pem', '-in', 'request.pem', '-out', 'cert.pem', '-notext', '-batch'];
    run(['ca', '-config', 'authority.cnf', ...signed, ...times]);
    return { cert: readFileSync(join(cwd, 'cert.pem'), 'utf8'), key: readFileSync(join(cwd, 'key.pem'), 'utf8') };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
