import { GatewayError } from '../../../errors.js';

/** What starting a list costs beside its rows: a scan is never free. */
const LIST_COST = 10;
/** Conditions of all filters of a request: each is evaluated on every row that is scanned. */
const MAX_CONDITIONS = 500;
/** Those of them that look at related rows: each is a sub-query. */
const MAX_RELATION_CONDITIONS = 30;

/**
 * Estimates a request before it runs: each list costs {@link LIST_COST} and one for each row it may give, times the
 * rows of the lists around it.
 */
export class CostMeter {
  private total = 0;
  private factor = 1;
  private conditions = 0;
  private relationConditions = 0;

  constructor(private readonly maxCost: number) {}

  get estimate(): number {
    return this.total;
  }

  /** @throws GatewayError COST_LIMIT as soon as the estimate passes the limit. */
  list(rows: number): void {
    this.add(this.factor * rows + LIST_COST);
  }

  private add(cost: number): void {
    this.total += cost;
    if (this.total > this.maxCost) {
      throw new GatewayError(
        'COST_LIMIT',
        `The request's estimated cost passes the limit of ${this.maxCost}. Ask for smaller pages or less nesting.`,
        { extensions: { maxCost: this.maxCost } },
      );
    }
  }

  /** Counts a field that a model answers, for each row of the lists around it. @throws GatewayError COST_LIMIT */
  prediction(): void {
    this.add(this.factor);
  }

  /** Counts a comparison in a filter. @throws GatewayError COST_LIMIT */
  condition(): void {
    this.conditions += 1;
    if (this.conditions > MAX_CONDITIONS)
      throw new GatewayError(
        'COST_LIMIT',
        `The request's filters have more than ${MAX_CONDITIONS} conditions. A list of values is one: in: [...].`,
      );
  }

  /** Counts a condition on related rows. @throws GatewayError COST_LIMIT */
  relationCondition(): void {
    this.relationConditions += 1;
    if (this.relationConditions > MAX_RELATION_CONDITIONS)
      throw new GatewayError(
        'COST_LIMIT',
        `The request's filters have more than ${MAX_RELATION_CONDITIONS} conditions on related rows. Put what one related row must meet into one condition.`,
      );
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
