/** A column as the corpus knows it. `type` is Unity Catalog's text of it. */
export interface CorpusColumn {
  readonly name: string;
  readonly type: string;
  readonly mask?: { readonly function: string; readonly using: readonly string[] };
}

/** A table that both the gateway and the oracle are loaded with. */
export interface CorpusTable {
  /** Unity Catalog's full name: `lakehouse.gold.flights`. */
  readonly name: string;
  readonly columns: readonly CorpusColumn[];
  readonly key: readonly string[];
  readonly references: readonly { readonly columns: readonly string[]; readonly table: string }[];
  readonly filter?: { readonly function: string; readonly columns: readonly string[] };
  /** Groups or users that hold SELECT. */
  readonly readers: readonly string[];
}
