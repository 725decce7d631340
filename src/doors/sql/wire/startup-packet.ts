import { SqlError } from '../sql-error.js';
import { BodyReader } from './body-reader.js';
import { protocolViolation } from './protocol-error.js';

/** What a client may send before it has a session. */
export type StartupPacket =
  | { readonly kind: 'tls' }
  | { readonly kind: 'gss' }
  | { readonly kind: 'cancel'; readonly processId: number; readonly secret: Buffer }
  | {
      readonly kind: 'session';
      readonly minorVersion: number;
      readonly parameters: ReadonlyMap<string, string>;
    };

const CANCEL_CODE = (1234 << 16) | 5678;
const TLS_CODE = (1234 << 16) | 5679;
const GSS_CODE = (1234 << 16) | 5680;
const MAJOR_VERSION = 3;

function readParameters(body: BodyReader): Map<string, string> {
  const parameters = new Map<string, string>();
  for (;;) {
    const name = body.text();
    if (name === '') break;
    parameters.set(name, body.text());
  }
  if (body.remaining !== 0) throw protocolViolation('invalid startup packet layout: expected terminator as last byte');
  return parameters;
}

function readSession(code: number, body: BodyReader): StartupPacket {
  const major = code >>> 16;
  const minorVersion = code & 0xffff;
  if (major !== MAJOR_VERSION) {
    const message = `unsupported frontend protocol ${major}.${minorVersion}: server supports 3.0`;
    throw new SqlError('0A000', message, { severity: 'FATAL' });
  }
  return { kind: 'session', minorVersion, parameters: readParameters(body) };
}

/** @throws SqlError FATAL: 08P01 for a bad layout, 0A000 for a protocol other than 3 */
export function readStartupPacket(bytes: Buffer): StartupPacket {
  const body = new BodyReader(bytes);
  try {
    const code = body.uint32();
    if (code === TLS_CODE) return { kind: 'tls' };
    if (code === GSS_CODE) return { kind: 'gss' };
    if (code === CANCEL_CODE) return { kind: 'cancel', processId: body.int32(), secret: body.bytes(body.remaining) };
    return readSession(code, body);
  } catch (thrown) {
    if (thrown instanceof SqlError && thrown.severity === 'ERROR') {
      throw new SqlError(thrown.sqlState, thrown.message, { severity: 'FATAL' });
    }
    throw thrown;
  }
}
