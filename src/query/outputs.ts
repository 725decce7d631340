import type { ColumnExpression } from './expression.js';
import type { Relation } from './relation.js';

function column(relation: string, name: string, type: ColumnExpression['type']): ColumnExpression {
  return { kind: 'column', relation, name, type };
}

/** The columns that are readable above a relation, in order. */
export function outputsOf(relation: Relation): readonly ColumnExpression[] {
  switch (relation.kind) {
    case 'scan':
    case 'reference':
    case 'values':
    case 'set-operation':
      return relation.fields.map(({ name, type }) => column(relation.alias, name, type));
    case 'filter':
    case 'sort':
    case 'limit':
    case 'distinct':
    case 'barrier':
      return outputsOf(relation.input);
    case 'project':
      return relation.items.map(({ name, expression }) => column(relation.alias, name, expression.type));
    case 'aggregate':
      return [...relation.groups, ...relation.aggregates].map(({ name, expression }) =>
        column(relation.alias, name, expression.type),
      );
    case 'window':
      return [
        ...outputsOf(relation.input),
        ...relation.items.map(({ name, expression }) => column(relation.alias, name, expression.type)),
      ];
    case 'nest':
      return [
        ...outputsOf(relation.input),
        ...relation.aggregates.map(({ name, expression }) => column(relation.alias, name, expression.type)),
      ];
    case 'join':
      return relation.type === 'semi' || relation.type === 'anti'
        ? outputsOf(relation.left)
        : [...outputsOf(relation.left), ...outputsOf(relation.right)];
    case 'series':
      return [column(relation.alias, relation.field.name, relation.field.type)];
    case 'unnest': {
      const places =
        relation.ordinality === undefined
          ? []
          : [column(relation.alias, relation.ordinality, { kind: 'integer', bits: 64 })];
      return [column(relation.alias, relation.field.name, relation.field.type), ...places];
    }
    case 'with':
      return outputsOf(relation.body);
    default:
      return relation satisfies never;
  }
}
