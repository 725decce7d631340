/**
 * After several failures in a row, spares a source that cannot be reached, and its callers the wait. Later one call is
 * let through to try; its outcome decides for the others.
 */
export class CircuitBreaker {
  private failures = 0;
  private openUntilMs = 0;
  private isProbing = false;

  constructor(
    private readonly threshold = 5,
    private readonly openMs = 5000,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get isOpen(): boolean {
    return this.failures >= this.threshold;
  }

  /** Whether a call may go out. One that does must report `succeeded`, `failed` or `left`. */
  mayCall(): boolean {
    if (!this.isOpen) return true;
    if (this.isProbing || this.now() < this.openUntilMs) return false;
    this.isProbing = true;
    return true;
  }

  /** How long until a call is let through again, in ms. */
  get waitMs(): number {
    return Math.max(0, this.openUntilMs - this.now());
  }

  /** The source answered, be it with an error. */
  succeeded(): void {
    this.failures = 0;
    this.isProbing = false;
  }

  failed(): void {
    this.failures += 1;
    this.isProbing = false;
    this.openUntilMs = this.now() + this.openMs;
  }

  /** The caller left before there was an outcome. */
  left(): void {
    this.isProbing = false;
  }
}
