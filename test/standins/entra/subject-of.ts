import { decodeJwt } from 'jose';

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
