import { GatewayError } from '../errors.js';

/**
 * How the columns in reach are spelled: relation alias → column name → SQL text. `outer` is the scope of the
 * enclosing query, for correlated sub-queries.
 */
export class Scope {
  constructor(
    readonly columns: ReadonlyMap<string, ReadonlyMap<string, string>>,
    readonly outer: Scope | undefined,
  ) {}

  /** @throws GatewayError INTERNAL for a column that is not in scope: a plan pass broke the tree. */
  spell(alias: string, name: string): string {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.outer) {
      const spelled = scope.columns.get(alias)?.get(name);
      if (spelled !== undefined) return spelled;
    }
    throw new GatewayError('INTERNAL', `Column ${alias}.${name} is not in scope.`);
  }
}
