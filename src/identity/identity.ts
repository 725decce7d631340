import { hash } from 'node:crypto';

/** Who calls. Made from a verified credential only; everything policy decides by. */
export interface Identity {
  /** Stable id of the principal: the issuer and its own id of the user, apart by a space. For audit, not for policy. */
  readonly subject: string;
  /** What `current_user()` and `session_user()` give. */
  readonly user: string;
  /** Sorted by code unit, without duplicates. */
  readonly groups: readonly string[];
  /** The credential's `exp`, in ms since 1970. A long-lived use of the identity must end here. */
  readonly expiresAtMs: number;
  /** Hash of issuer, user and groups: equal keys are the same principal with the same groups. */
  readonly key: string;
}

export interface IdentityParts {
  readonly issuer: string;
  /** The issuer's own id of the user: `oid` or `sub`. */
  readonly id: string;
  readonly user: string;
  readonly groups: readonly string[];
  readonly expiresAtMs: number;
}

/** Equal for one principal only: `key` takes users of the same name and groups for the same, which a source may not. */
export function principalKey({ subject, key }: Identity): string {
  return hash('sha256', JSON.stringify([subject, key]), 'base64url');
}

/** Puts a frozen Identity together. */
export function makeIdentity({ issuer, id, user, groups, expiresAtMs }: IdentityParts): Identity {
  const ordered = Object.freeze([...new Set(groups)].sort());
  // JSON keeps the parts apart: no user or group name can be made to look like another split of the same text.
  const key = hash('sha256', JSON.stringify([issuer, user, ordered]), 'base64url');
  return Object.freeze({ subject: `${issuer} ${id}`, user, groups: ordered, expiresAtMs, key });
}
