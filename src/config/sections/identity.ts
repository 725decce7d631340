import { z } from 'zod';
import { flag, oneOf, oneOrMore, secureUrl, text, wholeNumber } from '../scalars.js';

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
});

const devIssuer = z
  .strictObject({
    /** Accepts tokens of `medallion token`. Refused when the HTTP door is not bound to a loopback host. */
    enabled: flag().default(false),
    /** The `aud` claim of its tokens. */
    audience: text('an audience').default('medallion-gateway'),
  })
  .prefault({});

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
    /** Seconds that an issuer's clock and this one may differ. */
    clockSkewSeconds: wholeNumber(0, 60).default(30),
  })
  .prefault({});
