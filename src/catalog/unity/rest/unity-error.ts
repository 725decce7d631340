import { z } from 'zod';

/** What a reply that is no success says. */
export interface UnityFault {
  /** Such as `TABLE_DOES_NOT_EXIST`; empty where the reply is not Unity Catalog's own. */
  readonly code: string;
  /** One line, bounded. For the log. */
  readonly message: string;
}

const bodySchema = z.object({ error_code: z.string(), message: z.string().optional() });
/** SCIM's shape, which identity endpoints and gateways before the service use. */
const scimSchema = z.object({ detail: z.string(), status: z.union([z.string(), z.number()]).optional() });

const LONGEST = 300;

function oneLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads the body of an error: the service's JSON, SCIM's, or the text of whatever stood in between. */
export function readUnityFault(body: Buffer): UnityFault {
  const text = body.toString('utf8');
  const value = parsed(text);
  const own = bodySchema.safeParse(value);
  if (own.success) return { code: own.data.error_code, message: oneLine(own.data.message ?? '') };
  const scim = scimSchema.safeParse(value);
  return { code: '', message: oneLine(scim.success ? scim.data.detail : text) };
}

/** Codes that say that the object itself is not there; a bare 404 may be a wrong host. */
const ABSENT = /^(?:(?:CATALOG|SCHEMA|TABLE|FUNCTION|SECURABLE|RESOURCE)_DOES_NOT_EXIST|(?:\w+_)?NOT_FOUND)$/u;

export function saysAbsent(status: number, { code }: UnityFault): boolean {
  return status === 404 && ABSENT.test(code);
}
