import { KeyObject, verify } from 'node:crypto';
import { type CryptoKey, decodeJwt } from 'jose';

/** Whom an unexpired token for an audience names: a person by name, an application by id. Signatures are the tenant's concern. */
export function subjectOf(token: string, audience: string): string | undefined {
  try {
    const { aud, exp = 0, preferred_username: name, appid } = decodeJwt(token);
    if (aud !== audience || exp * 1000 < Date.now()) return undefined;
    return typeof name === 'string' ? name : String(appid);
  } catch {
    return undefined;
  }
}

/** As `subjectOf`, of tokens that are signed with a tenant's key alone. */
export function signedSubjectReader(key: CryptoKey, audience: string): (token: string) => string | undefined {
  const publicKey = KeyObject.from(key);
  return (token) => {
    const [head = '', claims = '', signature = ''] = token.split('.');
    const isSigned = verify('sha256', Buffer.from(`${head}.${claims}`), publicKey, Buffer.from(signature, 'base64url'));
    return isSigned ? subjectOf(token, audience) : undefined;
  };
}
