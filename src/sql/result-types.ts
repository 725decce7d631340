import type { Relation } from '../query/relation.js';
import type { DataType } from '../query/types.js';

/** Types of what a relation puts out, in the order in which it is printed. */
export function resultTypes(relation: Relation): readonly DataType[] {
  switch (relation.kind) {
    case 'project':
      return relation.items.map(({ expression }) => expression.type);
    case 'aggregate':
      return [...relation.groups, ...relation.aggregates].map(({ expression }) => expression.type);
    case 'window':
      return [...resultTypes(relation.input), ...relation.items.map(({ expression }) => expression.type)];
    case 'join':
      return relation.type === 'semi' || relation.type === 'anti'
        ? resultTypes(relation.left)
        : [...resultTypes(relation.left), ...resultTypes(relation.right)];
    case 'filter':
    case 'sort':
    case 'limit':
    case 'distinct':
    case 'barrier':
      return resultTypes(relation.input);
    case 'with':
      return resultTypes(relation.body);
    case 'nest':
      return [...resultTypes(relation.input), ...relation.aggregates.map(({ expression }) => expression.type)];
    case 'series':
    case 'unnest':
      return [relation.field.type];
    case 'scan':
    case 'values':
    case 'reference':
    case 'set-operation':
      return relation.fields.map(({ type }) => type);
    default:
      return relation satisfies never;
  }
}
