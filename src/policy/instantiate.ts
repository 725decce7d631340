import { type Catalog, PARAMETERS_ALIAS, type PolicyFunction } from '../catalog/catalog.js';
import { isFiltered, isMaskedColumn } from '../catalog/table-policies.js';
import { foldConstants } from '../functions/fold.js';
import type { Identity } from '../identity/identity.js';
import { inList, literal } from '../query/build.js';
import type { CallExpression, Expression } from '../query/expression.js';
import type { Relation } from '../query/relation.js';
import { definedAliases } from '../query/rename-aliases.js';
import { rewriteExpression } from '../query/rewrite.js';
import { BOOLEAN, STRING, sameType } from '../query/types.js';
import { walkExpression } from '../query/walk.js';
import { PolicyDenial } from './denial.js';
import { stamp } from './stamp.js';

/** What the caller's identity makes of an identity function: a constant, or a list of groups to look in. */
function foldIdentity(call: CallExpression, identity: Identity): Expression {
  switch (call.function) {
    case 'current_user':
    case 'session_user':
      return literal(identity.user, STRING);
    case 'is_account_group_member':
    case 'is_member': {
      const [group] = call.arguments;
      if (group === undefined) throw new PolicyDenial(`${call.function}() without a group`);
      if (group.kind === 'literal') return literal(identity.groups.includes(String(group.value)), BOOLEAN);
      if (identity.groups.length === 0) return literal(false, BOOLEAN);
      return inList(
        group,
        identity.groups.map((name) => literal(name, STRING)),
      );
    }
    default:
      throw new PolicyDenial(`function "${call.function}"`);
  }
}

const IDENTITY_FUNCTIONS = new Set(['current_user', 'session_user', 'is_account_group_member', 'is_member']);

/**
 * A mapping table is read with the definer's rights. The gateway cannot know what the definer would see of a table
 * that is itself filtered or masked, so such a policy denies.
 */
function checkDefinerTables(body: Expression, catalog: Catalog): void {
  const read = new Map<string, string>();
  walkExpression(body, {
    relation: (node) => {
      if (node.kind === 'scan') read.set(node.alias, node.table.name);
    },
  });
  for (const name of read.values()) {
    const table = catalog.tables.get(name);
    if (table === undefined) throw new PolicyDenial(`table ${name}, which the catalog does not have`);
    if (isFiltered(table)) throw new PolicyDenial(`table ${name}, which has a row filter itself`);
  }
  walkExpression(body, {
    expression: (node) => {
      if (node.kind !== 'column') return;
      const table = catalog.tables.get(read.get(node.relation) ?? '');
      if (table !== undefined && isMaskedColumn(table, node.name)) {
        throw new PolicyDenial(`column ${table.reference.name}.${node.name}, which is masked itself`);
      }
    },
  });
}

/**
 * A policy function applied to columns of one row, for one caller: parameters replaced, identity folded to
 * constants, aliases made fresh, and the tables of sub-queries stamped.
 * @throws PolicyDenial if the function cannot be evaluated; the caller of this denies the table.
 */
export function instantiate(
  policy: PolicyFunction,
  args: readonly Expression[],
  context: { readonly identity: Identity; readonly catalog: Catalog; readonly fresh: (alias: string) => string },
): Expression {
  if (policy.body === undefined) throw new PolicyDenial(policy.unmapped ?? 'a body that could not be read');
  checkDefinerTables(policy.body, context.catalog);
  const byName = new Map(policy.parameters.map((parameter, index) => [parameter.name.toLowerCase(), index]));
  const names = new Map<string, string>();
  walkExpression(policy.body, {
    relation: (node) => {
      for (const alias of definedAliases(node)) if (!names.has(alias)) names.set(alias, context.fresh(alias));
    },
  });
  const substituted = rewriteExpression(policy.body, {
    expression: (node) => {
      if (node.kind === 'column' && node.relation === PARAMETERS_ALIAS) {
        const argument = args[byName.get(node.name.toLowerCase()) ?? -1];
        if (argument === undefined) throw new PolicyDenial(`parameter ${node.name}, which has no argument`);
        return sameType(argument.type, node.type)
          ? argument
          : { kind: 'cast', operand: argument, type: node.type, tryCast: false };
      }
      if (node.kind === 'column') return { ...node, relation: names.get(node.relation) ?? node.relation };
      if (node.kind === 'call' && IDENTITY_FUNCTIONS.has(node.function)) return foldIdentity(node, context.identity);
      return node;
    },
    relation: (node): Relation => {
      const renamed = 'alias' in node ? { ...node, alias: names.get(node.alias) ?? node.alias } : node;
      return renamed.kind === 'scan'
        ? { ...renamed, fields: usedFields(policy, node, renamed.fields), stamp: stamp() }
        : renamed;
    },
  });
  return foldConstants(substituted);
}

/** The fields of a policy's Scan that the body reads; the others would only cost. */
function usedFields(policy: PolicyFunction, scan: Relation, fields: Extract<Relation, { kind: 'scan' }>['fields']) {
  if (scan.kind !== 'scan' || policy.body === undefined) return fields;
  const used = new Set<string>();
  walkExpression(policy.body, {
    expression: (node) => {
      if (node.kind === 'column' && node.relation === scan.alias) used.add(node.name);
    },
  });
  return fields.filter((field) => used.has(field.name));
}
