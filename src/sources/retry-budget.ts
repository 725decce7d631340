/**
 * Bounds what repeated calls add to the load of a source that is in trouble: each takes a token, each call that goes
 * well gives a part of one back.
 */
export class RetryBudget {
  private tokens: number;

  constructor(
    private readonly size = 20,
    private readonly gainPerSuccess = 0.1,
  ) {
    this.tokens = size;
  }

  /** Whether one more repetition is allowed; takes its token. */
  take(): boolean {
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }

  succeeded(): void {
    this.tokens = Math.min(this.size, this.tokens + this.gainPerSuccess);
  }
}
