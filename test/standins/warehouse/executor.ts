import type { StatementResult } from '../../../src/sources/source.js';

/** A parameter as it came over the wire; without a type and a value it is NULL. */
export interface WireParameter {
  readonly name: string | undefined;
  readonly type: string | undefined;
  readonly value: string | undefined;
}

export interface WarehouseStatement {
  readonly text: string;
  readonly parameters: readonly WireParameter[];
  /** Whom the token stands for. */
  readonly user: string;
  readonly signal: AbortSignal;
}

/** A statement that failed, as the warehouse words it. */
export class StatementFailure extends Error {
  constructor(
    readonly condition: string,
    readonly sqlState: string,
    message: string,
  ) {
    super(`[${condition}] ${message} SQLSTATE: ${sqlState}`);
  }
}

/** What stands behind the stand-in: runs a text in Databricks' dialect. */
export type Executor = (statement: WarehouseStatement) => Promise<StatementResult>;
