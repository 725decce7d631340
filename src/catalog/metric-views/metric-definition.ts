/** A dimension or measure as the YAML gives it. */
export interface MetricFieldText {
  readonly name: string;
  readonly expr: string;
  readonly comment: string | undefined;
  /** Why it cannot be evaluated whatever its expression says, a clause. */
  readonly fault: string | undefined;
}

export interface MetricJoinText {
  readonly name: string;
  readonly source: string;
  /** One of `on` and `using` says how, unless there is a fault. */
  readonly on: string | undefined;
  readonly using: readonly string[] | undefined;
  /** Joins from this table on. */
  readonly joins: readonly MetricJoinText[];
  readonly fault: string | undefined;
}

/** The YAML of a metric view: shapes are checked, expressions are text still. */
export interface MetricDefinition {
  readonly source: string;
  readonly comment: string | undefined;
  readonly filter: string | undefined;
  readonly joins: readonly MetricJoinText[];
  readonly dimensions: readonly MetricFieldText[];
  readonly measures: readonly MetricFieldText[];
}
