import { GatewayError } from '../../../errors.js';

/** What starting a list costs beside its rows: a scan is never free. */
const LIST_COST = 10;

/**
 * Estimates a request before it runs: each list costs {@link LIST_COST} and one for each row it may give, times the
 * rows of the lists around it.
 */
export class CostMeter {
  private total = 0;
  private factor = 1;

  constructor(private readonly maxCost: number) {}

  get estimate(): number {
    return this.total;
  }

  /** @throws GatewayError COST_LIMIT as soon as the estimate passes the limit. */
  list(rows: number): void {
    this.total += this.factor * rows + LIST_COST;
    if (this.total > this.maxCost) {
      throw new GatewayError(
        'COST_LIMIT',
        `The request's estimated cost passes the limit of ${this.maxCost}. Ask for smaller pages or less nesting.`,
        { extensions: { maxCost: this.maxCost } },
      );
    }
  }

  /** Counts what `body` meters once for each of `rows` rows. */
  within<T>(rows: number, body: () => T): T {
    const outer = this.factor;
    this.factor *= Math.max(1, rows);
    try {
      return body();
    } finally {
      this.factor = outer;
    }
  }
}
