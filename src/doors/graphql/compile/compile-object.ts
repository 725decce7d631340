import type { FieldNode, SelectionSetNode } from 'graphql';
import type { ContractType, RelationField } from '../../../catalog/contract.js';
import { GatewayError } from '../../../errors.js';
import { call } from '../../../functions/registry.js';
import { jsonObject, jsonText, jsonValue } from '../../../query/build.js';
import type { Expression, JsonObjectExpression } from '../../../query/expression.js';
import { FAULT_START } from '../../../query/json-markers.js';
import { JSON_TYPE } from '../../../query/types.js';
import { collectFields, subselections } from './collect-fields.js';
import { compileConnection } from './compile-connection.js';
import { compileGroups } from './compile-groups.js';
import { compileModel } from './compile-model.js';
import { type CompileContext, contractType, fieldArguments } from './context.js';
import type { ParentLink } from './parent-link.js';
import type { CompiledField, PendingNest } from './pending-nest.js';
import { requiredKey } from './required-columns.js';
import type { RowScope } from './row-scope.js';
import { encodingOf } from './scalar-encoding.js';

function linkOf(scope: RowScope, relation: RelationField): ParentLink {
  return { on: relation.on.map((pair) => ({ parent: scope.column(pair.from), column: pair.to })) };
}

/** A to-one object: the related row's JSON, or null where there is none that the caller may see. */
function compileToOne(
  context: CompileContext,
  scope: RowScope,
  relation: RelationField,
  nodes: readonly FieldNode[],
): CompiledField {
  const target = scope.toOne(relation);
  const inner = context.compileObject(target, subselections(nodes));
  const [key] = relation.on;
  if (key === undefined) throw new GatewayError('INTERNAL', `Relation ${relation.name} has no columns.`);
  const value: Expression = {
    kind: 'case',
    branches: [
      {
        when: call('is_null', [target.column(key.to)]),
        then: jsonText(relation.required ? `${FAULT_START}N` : 'null'),
      },
    ],
    otherwise: inner.value,
    type: JSON_TYPE,
  };
  return { value, nests: inner.nests };
}

function compileField(
  context: CompileContext,
  scope: RowScope,
  type: ContractType,
  node: FieldNode,
  nodes: readonly FieldNode[],
): CompiledField | undefined {
  const name = node.name.value;
  if (name === '__typename') return { value: jsonText(JSON.stringify(type.name)), nests: [] };
  const grouped = type.fields.find((candidate) => candidate.kind === 'relation' && candidate.groups === name);
  if (grouped?.kind === 'relation') {
    const args = fieldArguments(context, type.name, node);
    return compileGroups(
      context,
      contractType(context, grouped.target),
      args,
      subselections(nodes),
      linkOf(scope, grouped),
    );
  }
  const field = type.fields.find((candidate) => candidate.name === name);
  switch (field?.kind) {
    case 'column':
    case 'computed': {
      const value = scope.value(field);
      return { value: jsonValue(value, encodingOf(field.scalar, value.type), field.required), nests: [] };
    }
    case 'relation': {
      if (field.cardinality === 'one') return compileToOne(context, scope, field, nodes);
      const args = fieldArguments(context, type.name, node);
      return compileConnection(
        context,
        contractType(context, field.target),
        args,
        subselections(nodes),
        linkOf(scope, field),
      );
    }
    case 'model':
      return { value: compileModel(context, scope, type, field, node), nests: [] };
    case 'resolver':
      return undefined;
    default:
      throw new GatewayError('INTERNAL', `No field ${type.name}.${name}.`);
  }
}

/** Columns that hand-written fields of the selection read, under keys that no response key can have. */
function requiredEntries(
  scope: RowScope,
  type: ContractType,
  names: ReadonlySet<string>,
): JsonObjectExpression['entries'] {
  return [...names].map((name) => {
    const field = type.fields.find((candidate) => candidate.name === name);
    if (field?.kind !== 'column' && field?.kind !== 'computed')
      throw new GatewayError('INTERNAL', `No column field ${type.name}.${name}.`);
    const value = scope.value(field);
    return { key: requiredKey(name), value: jsonValue(value, encodingOf(field.scalar, value.type), false) };
  });
}

/** The JSON object of one row of `scope` for a selection, and the nests its lists need. */
export function compileObject(
  context: CompileContext,
  scope: RowScope,
  selectionSets: readonly SelectionSetNode[],
): CompiledField {
  const { type } = scope;
  const entries: { key: string; value: Expression }[] = [];
  const nests: PendingNest[] = [];
  const required = new Set<string>();
  for (const [key, nodes] of collectFields(context, type.name, selectionSets)) {
    const [node] = nodes;
    if (node === undefined) continue;
    const compiled = compileField(context, scope, type, node, nodes);
    if (compiled === undefined) {
      const field = type.fields.find((candidate) => candidate.name === node.name.value);
      context.onHandWritten();
      if (field?.kind === 'resolver') for (const name of field.requires) required.add(name);
      continue;
    }
    entries.push({ key, value: compiled.value });
    nests.push(...compiled.nests);
  }
  return { value: jsonObject([...entries, ...requiredEntries(scope, type, required)]), nests };
}
