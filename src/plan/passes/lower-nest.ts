import { GatewayError } from '../../errors.js';
import { call } from '../../functions/registry.js';
import { AliasGenerator, column, join, jsonText, literal, project, TRUE } from '../../query/build.js';
import type { ColumnExpression, Expression } from '../../query/expression.js';
import { mapRelationChildren } from '../../query/map-children.js';
import type { NestRelation, ProjectRelation, Relation } from '../../query/relation.js';
import { rewriteExpression } from '../../query/rewrite.js';
import { BOOLEAN, INT64 } from '../../query/types.js';
import { pushKeyFilter } from './push-key-filter.js';

/** What stands for an aggregate over no rows, where SQL's outer join would give NULL. */
function withEmptyValue(aggregate: Expression, value: ColumnExpression): Expression {
  if (aggregate.kind !== 'aggregate-call') {
    throw new GatewayError('INTERNAL', 'A nest holds aggregate calls only.');
  }
  if (aggregate.function === 'count') return call('coalesce', [value, literal(0n, INT64)]);
  if (aggregate.function === 'json_array_agg') return call('coalesce', [value, jsonText('[]')]);
  return value;
}

interface Lowered {
  readonly relation: Relation;
  /** What to read instead of a nest's aggregate, by `alias.name`. */
  readonly values: ReadonlyMap<string, Expression>;
}

function substitute(expression: Expression, values: ReadonlyMap<string, Expression>): Expression {
  if (values.size === 0) return expression;
  return rewriteExpression(expression, {
    expression: (node) => (node.kind === 'column' ? (values.get(`${node.relation}.${node.name}`) ?? node) : node),
  });
}

class NestLowering {
  private readonly aliases = new AliasGenerator();

  lower(relation: Relation): Lowered {
    if (relation.kind === 'nest') return this.lowerNests(relation);
    const values = new Map<string, Expression>();
    const lowered = mapRelationChildren(relation, {
      relation: (child) => {
        const result = this.lower(child);
        for (const [name, value] of result.values) values.set(name, value);
        return result.relation;
      },
      expression: (expression) => expression,
    });
    const substituted = mapRelationChildren(lowered, {
      relation: (child) => child,
      expression: (expression) => substitute(expression, values),
    });
    const isBoundary = relation.kind === 'project' || relation.kind === 'aggregate';
    return { relation: substituted, values: isBoundary ? new Map() : values };
  }

  /** Nests stacked on one input: the input becomes a binding, evaluated once, that each nest's child is keyed by. */
  private lowerNests(top: NestRelation): Lowered {
    const nests: NestRelation[] = [];
    let input: Relation = top;
    while (input.kind === 'nest') {
      nests.unshift(input);
      input = input.input;
    }
    const values = new Map<string, Expression>();
    const base = this.lower(input).relation;
    const isKeyed = nests.some((nest) => nest.on.length > 0);
    if (isKeyed && base.kind !== 'project') throw new GatewayError('INTERNAL', 'A keyed nest needs a projected input.');
    const binding = isKeyed && base.kind === 'project' ? base : undefined;
    let body: Relation = binding === undefined ? base : this.reference(binding, binding.alias);
    for (const nest of nests) {
      body = nest.on.length === 0 ? this.single(body, nest) : this.keyed(body, nest, binding);
      for (const { name, expression } of nest.aggregates) {
        const value = column(nest.alias, name, expression.type);
        values.set(`${nest.alias}.${name}`, nest.on.length === 0 ? value : withEmptyValue(expression, value));
      }
    }
    const relation: Relation =
      binding === undefined ? body : { kind: 'with', bindings: [{ name: binding.alias, relation: binding }], body };
    return { relation, values };
  }

  private reference(binding: ProjectRelation, alias: string): Relation {
    const fields = binding.items.map((item) => ({ name: item.name, type: item.expression.type, nullable: true }));
    return { kind: 'reference', name: binding.alias, alias, fields };
  }

  /** No keys: the child's one aggregate row beside every row of the input. */
  private single(input: Relation, nest: NestRelation): Relation {
    const child = this.lower(nest.child);
    const aggregates = nest.aggregates.map((item) => ({
      ...item,
      expression: substitute(item.expression, child.values),
    }));
    return join(
      'inner',
      input,
      { kind: 'aggregate', input: child.relation, alias: nest.alias, groups: [], groupingSets: undefined, aggregates },
      TRUE,
    );
  }

  private keyed(input: Relation, nest: NestRelation, binding: ProjectRelation | undefined): Relation {
    if (binding === undefined) throw new GatewayError('INTERNAL', 'A keyed nest needs a projected input.');
    const childKeys = nest.on.map((pair) => {
      if (pair.child.kind !== 'column') throw new GatewayError('INTERNAL', 'A nest is keyed by columns.');
      return pair.child;
    });
    const keyAlias = this.aliases.fresh('x');
    const keySet = project(
      this.reference(binding, keyAlias),
      `${keyAlias}k`,
      nest.on.map((pair, index) => ({
        name: `key${index + 1}`,
        expression: rewriteExpression(pair.parent, {
          expression: (node) =>
            node.kind === 'column' && node.relation === binding.alias ? { ...node, relation: keyAlias } : node,
        }),
      })),
    );
    const reduced = pushKeyFilter(nest.child, childKeys, (keys) => ({
      kind: 'in-subquery',
      operands: keys,
      relation: keySet,
      type: BOOLEAN,
      // The join by key above drops what has no parent.
      optional: true,
    }));
    const child = this.lower(reduced);
    const grouped: Relation = {
      kind: 'aggregate',
      input: child.relation,
      alias: nest.alias,
      groups: childKeys.map((key, index) => ({ name: `key${index + 1}`, expression: substitute(key, child.values) })),
      groupingSets: undefined,
      aggregates: nest.aggregates.map((item) => ({ ...item, expression: substitute(item.expression, child.values) })),
    };
    const equalities = nest.on.map((pair, index) =>
      call('eq', [pair.parent, column(nest.alias, `key${index + 1}`, pair.child.type)]),
    );
    const [only] = equalities;
    return join('left', input, grouped, equalities.length === 1 && only !== undefined ? only : call('and', equalities));
  }
}

/**
 * Turns nests into joins with grouped children, so that a whole tree of lists is a fixed number of scans.
 *
 * Before: `Nest(n: json_array_agg(…) of departures by iata, Project p(airports))`
 * After:  `With p AS (airports): p LEFT JOIN (Aggregate(departures WHERE origin IN (SELECT iata FROM p)) BY origin) n`
 * Must not fire: with no keys, where the child is one row beside the input and needs no binding.
 */
export function lowerNest(relation: Relation): Relation {
  return new NestLowering().lower(relation).relation;
}
