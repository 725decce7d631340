import { type DefinitionNode, Kind, print } from 'graphql';
import type { CacheControl, Contract, ContractField, ContractType, ResolverField } from '../contract.js';
import { pluralOf, singularFieldName } from '../names.js';
import type { Report } from '../problem.js';
import type { Declarations } from '../sdl/declarations.js';
import { argumentNode, directiveUses, MAPPING_DIRECTIVE_NAMES } from '../sdl/directive-uses.js';
import { locationOf } from '../sdl/location.js';
import { suggest } from '../sdl/suggest.js';
import { checkCollisions, checkTypeName } from './check-collisions.js';
import { checkKey } from './check-key.js';
import { checkMetricType } from './check-metric-type.js';
import { checkName } from './check-name.js';
import { resolveMeasures } from './measures.js';
import { predictionFields } from './prediction-fields.js';
import { resolveField } from './resolve-field.js';
import { checkRequires, resolveResolverField } from './resolver-field.js';
import { isMetric, type ResolveContext, type TypeScope } from './type-scope.js';
import { type CatalogView, typeScopes } from './type-scopes.js';
import { keyFieldNames } from './unique-columns.js';

function cacheControlOf({ declaration }: TypeScope, report: Report): CacheControl | undefined {
  const [use] = directiveUses(declaration.directives, 'cacheControl', report);
  if (use === undefined) return undefined;
  const { maxAge, scope } = use.arguments;
  if (maxAge < 0) {
    report(
      locationOf(argumentNode(use.node, 'maxAge')),
      '@cacheControl(maxAge:) is a number of seconds: write 0 or more.',
    );
  }
  return { maxAgeSeconds: maxAge, scope };
}

function resolveType(scope: TypeScope, context: ResolveContext): ContractType {
  const { declaration, facts } = scope;
  const { report } = context;
  const fields = declaration.fields.flatMap((node): readonly ContractField[] => {
    // A name that starts with "__" is found by the rules of SDL already.
    if (!node.name.value.startsWith('__'))
      checkName(`Field "${declaration.name}.${node.name.value}"`, node.name.value, locationOf(node), report);
    const field = resolveField({ ...context, scope, node });
    return field === undefined ? [] : [field];
  });
  const measures = resolveMeasures(scope, declaration.directives, report);
  if (isMetric(scope)) checkMetricType(scope, measures, report);
  else checkKey(scope, fields, report);
  checkRequires(scope, fields, report);
  const singular = singularFieldName(declaration.name);
  return {
    name: declaration.name,
    singular,
    plural: scope.plural ?? pluralOf(singular),
    groups: `${singular}Groups`,
    table: scope.tableName,
    description: declaration.description ?? facts?.table.comment,
    key: isMetric(scope) ? [] : keyFieldNames(scope),
    groupsOnly: isMetric(scope),
    fields,
    measures,
    cacheControl: cacheControlOf(scope, report),
    location: declaration.location,
  };
}

function resolveQueryFields(declarations: Declarations, context: ResolveContext): readonly ResolverField[] {
  return declarations.queryFields.map((node) => {
    const name = node.name.value;
    if (!context.resolvers.has(`Query.${name}`)) {
      context.report(
        locationOf(node),
        `Field "Query.${name}" has no resolver. Write a resolver "Query.${name}" in resolvers/, or remove the field: the fields of a table come from @table by themselves.`,
      );
    }
    return resolveResolverField(node, context.report);
  });
}

/** A type without a table may not map anything. */
function checkSupporting(node: DefinitionNode, tableTypes: ReadonlySet<string>, report: Report): void {
  if (!('name' in node) || node.name === undefined) return;
  const isExtension = node.kind.endsWith('Extension');
  if (!isExtension) checkTypeName(node.name.value, locationOf(node.name), tableTypes, report);
  const fields = 'fields' in node ? (node.fields ?? []) : [];
  for (const owner of [node, ...fields]) {
    for (const directive of ('directives' in owner ? owner.directives : undefined) ?? []) {
      if (!MAPPING_DIRECTIVE_NAMES.some((name) => name === directive.name.value)) continue;
      report(
        locationOf(directive),
        `@${directive.name.value} works only in a type with @table, and "${node.name.value}" has none. Add @table, or remove it.`,
      );
    }
  }
}

function printSupporting(definitions: readonly DefinitionNode[]): string {
  return definitions.length === 0 ? '' : print({ kind: Kind.DOCUMENT, definitions });
}

/** A resolver that no field asks for is most likely a slip of the pen in its name. */
function checkUnusedResolvers(declarations: Declarations, context: ResolveContext): void {
  const owners = [
    ...declarations.types.map(({ name, fields }) => ({ name, fields })),
    { name: 'Query', fields: declarations.queryFields },
    ...declarations.supporting.flatMap((node) =>
      'fields' in node && 'name' in node && node.name !== undefined
        ? [{ name: node.name.value, fields: node.fields ?? [] }]
        : [],
    ),
  ];
  const fields = owners.flatMap((owner) => owner.fields.map((field) => `${owner.name}.${field.name.value}`));
  for (const resolver of context.resolvers) {
    if (fields.includes(resolver)) continue;
    const type = declarations.types.find(({ name }) => resolver.startsWith(`${name}.`));
    const location = type?.location ?? declarations.types[0]?.location ?? { file: 'schema', line: 1, column: 1 };
    context.report(
      location,
      `There is a resolver "${resolver}", but no such field in schema/.${suggest(resolver, fields) || ' Declare the field, or remove the resolver.'}`,
    );
  }
}

/**
 * Resolves what schema/ declares against the catalog. All problems are reported; what can be made of the rest is
 * returned in any case, so that one fault does not hide another.
 */
export function resolveContract(declarations: Declarations, view: CatalogView, report: Report): Contract {
  const scopes = typeScopes(declarations.types, view, report);
  const tableTypes = new Set(declarations.types.map((type) => type.name));
  const supportingTypes = declarations.supporting.flatMap((node) =>
    'name' in node && node.name !== undefined ? [node.name.value] : [],
  );
  const context: ResolveContext = {
    scopes,
    declaredTypes: new Set([...tableTypes, ...supportingTypes]),
    resolvers: view.resolvers,
    models: view.models,
    report,
  };
  for (const { name, location } of declarations.types) checkTypeName(name, location, tableTypes, report);
  for (const node of declarations.supporting) checkSupporting(node, tableTypes, report);
  checkUnusedResolvers(declarations, context);
  const predictions = predictionFields(context);
  const contract: Contract = {
    types: [...scopes.values()].map((scope) => resolveType(scope, context)),
    queryFields: [...resolveQueryFields(declarations, context), ...predictions.queryFields],
    supportingSdl: [printSupporting(declarations.supporting), predictions.supportingSdl].filter(Boolean).join('\n\n'),
    models: view.models,
  };
  checkCollisions(contract, report);
  return contract;
}
