import { z } from 'zod';
import { HttpsFailure, HttpsHost } from '../../remote/https-host.js';
import { readPem } from '../read-pem.js';
import { groupsOverage } from '../token-errors.js';
import type { EntraApplication } from './entra-application.js';

/** Ids of the groups that the person of a verified token is a member of, directly or through other groups. */
export type ResolveGroups = (assertion: string, signal: AbortSignal) => Promise<readonly string[]>;

const SCOPE = 'https://graph.microsoft.com/.default';
const MAX_BODY_BYTES = 4 * 1024 * 1024;
const TIMEOUT_MS = 10_000;
const membersSchema = z.object({ value: z.array(z.string().min(1)) });

/**
 * Asks Microsoft Graph for the groups that did not fit into a token, as the person themselves. Whatever keeps the list
 * from being whole is a denial: some of the groups may be what denies.
 * @param host of Microsoft Graph
 */
export function graphGroups(application: EntraApplication, host: string): ResolveGroups {
  const { ca } = application.settings;
  const graph = new HttpsHost(
    host,
    ca === undefined ? undefined : readPem(ca, 'a certificate authority'),
    MAX_BODY_BYTES,
  );
  return async (assertion, signal) => {
    const { token } = await application.onBehalfOf(assertion, SCOPE);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ securityEnabledOnly: false });
    const path = '/v1.0/me/getMemberObjects';
    const reply = await graph
      .call({ method: 'POST', path, headers, body, signal, timeoutMs: TIMEOUT_MS })
      .catch((error: unknown) => {
        if (error instanceof HttpsFailure) throw groupsOverage(`Microsoft Graph: ${error.message}`);
        throw error;
      });
    if (reply.status !== 200) throw groupsOverage(`Microsoft Graph answers ${reply.status}`);
    try {
      return membersSchema.parse(JSON.parse(reply.body.toString('utf8'))).value;
    } catch {
      throw groupsOverage('Microsoft Graph does not answer with a list of groups');
    }
  };
}
