import { z } from 'zod';
import { secureUrl, text } from '../scalars.js';
import { secret } from '../secret.js';

/** A host name as it stands in a URL, with or without a port. */
export function hostName() {
  const error = 'a host name such as adb-1234567890123456.7.azuredatabricks.net, without https:// or a path';
  return z.string({ error }).regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$/iu, { error });
}

/** PEM file of the authority that signed the host's certificate, where that is not a public one. */
export const certificateAuthority = text('the path of a PEM file').optional();

const entraMembers = {
  tenantId: text('a tenant id'),
  clientId: text('an application (client) id'),
  clientSecret: secret().optional(),
  /** PEM file of the registered certificate, and of its key. Relative to the schema folder. */
  certificate: text('the path of a PEM file').optional(),
  certificateKey: text('the path of a PEM file').optional(),
  /** File with a token that the platform renews (workload identity): the application has no secret of its own then. */
  federatedTokenFile: text('the path of a file').optional(),
  /** Another cloud's authority. */
  authority: secureUrl().default('https://login.microsoftonline.com'),
  ca: certificateAuthority,
};

interface EntraProofs {
  readonly clientSecret?: unknown;
  readonly certificate?: unknown;
  readonly certificateKey?: unknown;
  readonly federatedTokenFile?: unknown;
}

function checkProofs(value: EntraProofs, context: z.RefinementCtx): void {
  const { clientSecret, certificate, certificateKey, federatedTokenFile } = value;
  const proofs = [clientSecret, certificate, federatedTokenFile].filter((proof) => proof !== undefined);
  if (proofs.length === 1 && (certificate === undefined) === (certificateKey === undefined)) return;
  const message = 'exactly one of clientSecret, certificate with certificateKey, federatedTokenFile';
  context.addIssue({ code: 'custom', path: [], message });
}

/** An application of Microsoft Entra ID, and how it proves to be that. */
export const entraApplication = z.strictObject(entraMembers).superRefine(checkProofs);

/** Who the gateway itself is to a Databricks workspace. */
export const workspaceCredential = z.discriminatedUnion('kind', [
  /** A token made in the workspace. */
  z.strictObject({ kind: z.literal('token'), token: secret() }),
  /** A service principal with an OAuth secret of the workspace. */
  z.strictObject({ kind: z.literal('oauth'), clientId: text('a client id'), clientSecret: secret() }),
  /** A service principal of Entra ID. */
  z.strictObject({ kind: z.literal('entra'), ...entraMembers }).superRefine(checkProofs),
  /** The identity that Azure gives the machine; `clientId` of a user-assigned one. */
  z.strictObject({ kind: z.literal('managed-identity'), clientId: text('a client id').optional() }),
]);
