import type { FieldNode } from 'graphql';
import { conjunction } from '../../../functions/conjunction.js';
import { aggregateCall, call } from '../../../functions/registry.js';
import { column, filter, inList, jsonObject, jsonValue, limit, project } from '../../../query/build.js';
import type { Expression } from '../../../query/expression.js';
import type { Query } from '../../../query/query.js';
import { JSON_TYPE } from '../../../query/types.js';
import { subselections } from './collect-fields.js';
import { compileObject } from './compile-object.js';
import { badInput, type CompileContext, contractType } from './context.js';
import { documentItem } from './document-item.js';
import { inputValue } from './input-value.js';
import { isolate } from './isolate.js';
import { withNests } from './pending-nest.js';
import { requiredKey } from './required-columns.js';
import { PageScope, TableScope } from './row-scope.js';
import { encodingOf } from './scalar-encoding.js';

type Key = Readonly<Record<string, unknown>>;

/**
 * The rows of a contract type with these keys as `{"data":{"rows":[…]}}`, in no order, each with its key fields under
 * `@name` beside what the nodes select.
 */
export function compileByKeys(
  context: CompileContext,
  typeName: string,
  keys: readonly Key[],
  nodes: readonly FieldNode[],
): Query {
  const type = contractType(context, typeName);
  const source = new TableScope(context, type);
  const keyFields = type.key.map((name) => {
    const field = type.fields.find((candidate) => candidate.name === name);
    if (field?.kind !== 'column') throw badInput(`${typeName} has no key field ${name}.`);
    return field;
  });
  const value = (key: Key, field: (typeof keyFields)[number]) =>
    inputValue(key[field.name], field.scalar, source.column(field.column).type, `${typeName}.${field.name}`);
  const [single, ...more] = keyFields;
  const predicate: Expression =
    single !== undefined && more.length === 0
      ? inList(
          source.column(single.column),
          keys.map((key) => value(key, single)),
        )
      : call(
          'or',
          keys.map((key) =>
            conjunction(keyFields.map((field) => call('eq', [source.column(field.column), value(key, field)]))),
          ),
        );

  context.cost.list(keys.length);
  const scope = new PageScope(context, source);
  const item = context.cost.within(keys.length, () => compileObject(context, scope, subselections(nodes)));
  const keyEntries = keyFields.map((field) => {
    const own = scope.column(field.column);
    return { key: requiredKey(field.name), value: jsonValue(own, encodingOf(field.scalar, own.type), false) };
  });
  const object =
    item.value.kind === 'json-object'
      ? jsonObject([
          ...keyEntries,
          ...item.value.entries.filter((entry) => !keyEntries.some((own) => own.key === entry.key)),
        ])
      : item.value;
  const page = scope.over(limit(filter(source.relation(), predicate), keys.length));
  const isolated = isolate(page, context.aliases.fresh('q'), [
    object,
    ...item.nests.flatMap((nest) => nest.on.map((pair) => pair.parent)),
  ]);
  const alias = context.aliases.fresh('n');
  const list = { name: 'v1', expression: aggregateCall('json_array_agg', [isolated.rewrite(object)]) };
  return {
    kind: 'query',
    shape: 'json-document',
    relation: project(
      {
        kind: 'nest',
        input: { kind: 'values', alias: 'unit', fields: [], rows: [[]] },
        child: withNests(isolated.relation, item.nests, isolated.rewrite),
        on: [],
        alias,
        aggregates: [list],
      },
      'document',
      [documentItem([{ key: 'rows', value: column(alias, 'v1', JSON_TYPE) }])],
    ),
  };
}
