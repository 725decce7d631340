import type { ModelEndpoint } from '../contract.js';
import type { TableFacts } from '../governance/table-facts.js';
import type { Report } from '../problem.js';
import type { TypeDeclaration } from '../sdl/declarations.js';
import { argumentNode, directiveUses } from '../sdl/directive-uses.js';
import { locationOf } from '../sdl/location.js';
import { listNames, suggest } from '../sdl/suggest.js';
import type { TypeScope } from './type-scope.js';

/** What the types of a contract are resolved against. */
export interface CatalogView {
  readonly tables: ReadonlyMap<string, TableFacts>;
  /** Full names of tables that exist beside those, for hints. */
  readonly knownTables: readonly string[];
  /** Names of the sources of gateway.yaml. */
  readonly sources: readonly string[];
  readonly resolvers: ReadonlySet<string>;
  /** Serving endpoints of gateway.yaml. */
  readonly models: readonly ModelEndpoint[];
}

function scopeOf(declaration: TypeDeclaration, view: CatalogView, report: Report): TypeScope | undefined {
  const [use] = directiveUses(declaration.directives, 'table', report);
  if (use === undefined) return undefined;
  const { source, name, plural } = use.arguments;
  if (!view.sources.includes(source)) {
    const hint = suggest(source, view.sources) || ` Its sources are ${listNames(view.sources)}.`;
    report(locationOf(argumentNode(use.node, 'source')), `Source "${source}" is not in gateway.yaml.${hint}`);
  }
  const facts = view.tables.get(name);
  if (facts === undefined) {
    const hint = suggest(name, view.knownTables) || ' Give its full name: catalog.schema.table.';
    report(locationOf(argumentNode(use.node, 'name')), `Table "${name}" is not in Unity Catalog.${hint}`);
  }
  if (facts?.fault !== undefined) {
    report(locationOf(argumentNode(use.node, 'name')), `Table "${name}" is ${facts.fault}. Remove the type.`);
  }
  // Of a table that cannot be read, this one fault says all.
  const readable = facts?.fault === undefined ? facts : undefined;
  return { declaration, tableName: name, plural: plural ?? undefined, facts: readable };
}

/** The types with their tables. A type whose `@table` cannot be read is reported and left out. */
export function typeScopes(
  declarations: readonly TypeDeclaration[],
  view: CatalogView,
  report: Report,
): ReadonlyMap<string, TypeScope> {
  return new Map(
    declarations.flatMap((declaration) => {
      const scope = scopeOf(declaration, view, report);
      return scope === undefined ? [] : [[declaration.name, scope] as const];
    }),
  );
}
