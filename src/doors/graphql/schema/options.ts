/** Limits that the schema tells callers about in its descriptions; the engine enforces them. */
export interface SchemaOptions {
  /** Largest `first` or `last` of a connection, in rows. */
  readonly maxPageSize: number;
  /** Rows of a page when neither `first` nor `last` is given. */
  readonly defaultPageSize: number;
  /** Most groups that a grouping field gives. */
  readonly maxGroups: number;
}
