import type { SourceLocation } from '../../../../catalog/contract.js';

/** Why no schema can be made of a contract; `location` is undefined for supporting types, which have none. */
export interface SchemaProblem {
  readonly message: string;
  readonly location: SourceLocation | undefined;
}
