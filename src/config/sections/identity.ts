import { z } from 'zod';
import { flag, oneOf, oneOrMore, secureUrl, text, wholeNumber } from '../scalars.js';
import { entraApplication, hostName } from './credential.js';

const algorithm = oneOf([
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]);

/** An OpenID Connect or OAuth issuer whose access tokens are accepted. */
const issuer = z.strictObject({
  /** The `iss` claim, compared exactly, so a trailing slash matters. */
  issuer: secureUrl(),
  /** Where the issuer publishes its signing keys. */
  jwksUri: secureUrl(),
  /** Accepted `aud` values: this gateway's own application ids, never another API's. */
  audience: oneOrMore(text(), 'an audience or a list of audiences'),
  /** Signature algorithms that are accepted. Asymmetric only: a shared secret would let every verifier sign. */
  algorithms: oneOrMore(algorithm, 'a list of asymmetric algorithms').default(['RS256']),
  /**
   * Claims that name the user, in order: the first that is present is what `current_user()` gives. Take only claims
   * that users cannot change themselves; an unverified `email` would let a caller choose who they are.
   */
  userClaim: oneOrMore(text(), 'a claim or a list of claims').default(['preferred_username']),
  /** Claim that lists the caller's groups, by the names that Unity Catalog's grants and policies use. */
  groupsClaim: text('the name of a claim').default('groups'),
  /** The `tid` claim that tokens must carry (Microsoft Entra). With it, users are told apart by `oid` and not by `sub`. */
  tenantId: text('a tenant id').optional(),
  /** Applications whose tokens are accepted, by their `azp` or `appid` claim; left out: any that has such a token. */
  clients: oneOrMore(text(), 'a client id or a list of client ids').optional(),
  /** Roles or scopes of which a token must carry one (`roles`, `scp`); left out: none is needed. */
  requiredScopes: oneOrMore(text(), 'a scope or a list of scopes').optional(),
  /**
   * Names by what the token lists groups as, such as Entra's object ids: what Unity Catalog's grants and policies call
   * them. A group without a name here keeps its id.
   */
  groupNames: z
    .record(z.string(), text('the name of a group'), { error: 'a map from groups to their names' })
    .optional(),
  /**
   * What to do with a token that leaves the groups out because there are too many: `deny` the caller, or ask Microsoft
   * `graph` for them as `onBehalfOf.application`.
   */
  groupsOverage: oneOf(['deny', 'graph']).default('deny'),
});

const devIssuer = z
  .strictObject({
    /** Accepts tokens of `medallion token`. Refused when the HTTP door is not bound to a loopback host. */
    enabled: flag().default(false),
    /** The `aud` claim of its tokens. */
    audience: text('an audience').default('medallion-gateway'),
  })
  .prefault({});

/** Exchanges callers' tokens for tokens of the same people at a source (`identity: caller`). */
const onBehalfOf = z.strictObject({
  /** The gateway's own application: the audience of the tokens that callers bring. */
  application: entraApplication,
  /** Microsoft Graph's host, of another cloud. */
  graph: hostName().default('graph.microsoft.com'),
  /** Exchanged tokens that are remembered. */
  maxEntries: wholeNumber(1, 1_000_000).default(10_000),
});

/** Who may call: the issuers of bearer tokens. */
export const identity = z
  .strictObject({
    issuers: z
      .array(issuer, { error: 'a list of issuers' })
      .superRefine((list, context) => {
        list.forEach((entry, index) => {
          const first = list.findIndex((other) => other.issuer === entry.issuer);
          if (first === index) return;
          const message = `an issuer that is not listed yet (it is the same as issuers[${first}])`;
          context.addIssue({ code: 'custom', path: [index, 'issuer'], message });
        });
      })
      .default([]),
    devIssuer,
    onBehalfOf: onBehalfOf.optional(),
    /** Seconds that an issuer's clock and this one may differ. */
    clockSkewSeconds: wholeNumber(0, 60).default(30),
  })
  .prefault({});
