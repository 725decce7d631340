/** What a statement gave, each value in Postgres's own text. */
export interface TextResult {
  readonly fields: readonly { readonly name: string; readonly typeOid: number }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** One connection to a Postgres, whichever it is. Errors carry a `code`: the SQLSTATE. */
export interface OracleSession {
  /** Runs statements without a result, as a superuser. */
  script(sql: string): Promise<void>;
  query(sql: string, parameters?: readonly unknown[]): Promise<TextResult>;
  close(): Promise<void>;
}
