/**
 * Policy's mark on a Scan it has dealt with. The constructor is not exported: a Scan gets a stamp from
 * `authorize` or not at all, and a plan refuses Scans without one.
 */
class PolicyStamp {
  /** Stamps say nothing in a fingerprint; the predicates and masks around the Scan do. */
  toJSON(): string {
    return 'policy';
  }
}

const STAMP = Object.freeze(new PolicyStamp());

/** For `policy/` only; the architecture test holds other folders to that. */
export function stamp(): object {
  return STAMP;
}

export function isStamped(mark: object | undefined): boolean {
  return mark instanceof PolicyStamp;
}
