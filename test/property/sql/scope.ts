import type { Value } from '../world/model.js';
import type { Constant, RaisingProbe } from './statement-text.js';

export type SqlType = string;

/** A column that a FROM clause offers. */
export interface ScopeColumn {
  readonly sql: string;
  readonly type: SqlType;
  /** Constants that the column may hold, as Postgres reads them. */
  readonly pool: readonly (string | null)[];
  /** Where it is the column of a table as it stands: the table, and the column's own name. */
  readonly base: { readonly table: string; readonly column: string } | undefined;
}

/** What a FROM clause offers. `key`: expressions that tell its rows apart; undefined where rows may be alike. */
export interface Scope {
  readonly columns: readonly ScopeColumn[];
  readonly key: readonly string[] | undefined;
}

/** A column of a query's result. */
export interface Output {
  readonly name: string;
  readonly type: SqlType;
  readonly pool: readonly (string | null)[];
}

export interface Made {
  readonly sql: string;
  readonly outputs: readonly Output[];
}

/** Names, constants and probes of one statement. */
export class Notes {
  readonly constants: Constant[] = [];
  readonly probes: RaisingProbe[] = [];
  private names = 0;

  fresh(prefix: string): string {
    this.names += 1;
    return `${prefix}${this.names}`;
  }

  constant(text: string | null, type: SqlType): string {
    return `⟦${this.constants.push({ text, type }) - 1}⟧`;
  }

  probe(base: NonNullable<ScopeColumn['base']>, expression: (column: string) => string): void {
    this.probes.push({ table: base.table, expression: expression(`"${base.column}"`) });
  }
}

export const isText = (type: SqlType) => type === 'text';
export const isWhole = (type: SqlType) => type === 'integer' || type === 'bigint';
export const isNumeric = (type: SqlType) => type.startsWith('numeric');
export const isExactNumber = (type: SqlType) => isWhole(type) || isNumeric(type);
export const isTime = (type: SqlType) => type === 'date' || type.startsWith('timestamp');

export type Pool = readonly (string | null)[];
export type Values = readonly Value[];
