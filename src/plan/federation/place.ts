import { conjunction } from '../../functions/conjunction.js';
import { column, filter, literal, project, TRUE } from '../../query/build.js';
import { conjuncts } from '../../query/conjunction.js';
import type { ColumnExpression, Expression, InSubqueryExpression } from '../../query/expression.js';
import { type ChildMapper, mapExpressionChildren, mapRelationChildren } from '../../query/map-children.js';
import { outputsOf } from '../../query/outputs.js';
import type { Field, JoinRelation, ReferenceRelation, Relation, WithRelation } from '../../query/relation.js';
import { rewriteRelation } from '../../query/rewrite.js';
import { isSelfContained } from '../../query/self-contained.js';
import { BOOLEAN, INT32 } from '../../query/types.js';
import { walkRelation } from '../../query/walk.js';
import type { Prediction } from '../models/lower-models.js';
import { pushKeyFilter } from '../passes/push-key-filter.js';
import { RowEstimator, type TableRows } from './estimate-rows.js';
import { partialAggregates } from './partial-aggregates.js';
import { aliasesRead, sinkPredicates } from './sink-predicates.js';
import { sourcesOf, sourcesOfExpression, withoutOptional } from './sources-of.js';
import type { FetchStage, KeySet, Stage } from './stage.js';

/** More keys than this are not looked for: then fetching without them is as good. */
export const MAX_KEYS = 10_000;

export interface Placed {
  readonly stages: readonly Stage[];
  /** What the host runs last, over its own tables and those of the stages. */
  readonly relation: Relation;
}

const nameOf = ({ relation, name }: ColumnExpression) => `${relation}.${name}`;

/** How often each column is read, by `alias.name`; what only spares work does not count. */
function countReads(relation: Relation): ReadonlyMap<string, number> {
  const reads = new Map<string, number>();
  walkRelation(withoutOptional(relation), {
    expression: (node) => {
      if (node.kind === 'column') reads.set(nameOf(node), (reads.get(nameOf(node)) ?? 0) + 1);
    },
  });
  return reads;
}

/** Names of the bindings that a relation makes itself. */
function bindingsOf(relation: Relation): ReadonlySet<string> {
  const names = new Set<string>();
  walkRelation(relation, {
    relation: (node) => {
      if (node.kind === 'with') for (const { name } of node.bindings) names.add(name);
    },
  });
  return names;
}

/** The pairs of columns that a join compares, one of each side. */
function equalColumns({ on, left, right }: JoinRelation): readonly (readonly [ColumnExpression, ColumnExpression])[] {
  const [lefts, rights] = [left, right].map((side) => new Set(outputsOf(side).map(nameOf)));
  return conjuncts(on).flatMap((term) => {
    if (term.kind !== 'call' || term.function !== 'eq') return [];
    const [a, b] = term.arguments;
    if (a?.kind !== 'column' || b?.kind !== 'column') return [];
    if (lefts?.has(nameOf(a)) && rights?.has(nameOf(b))) return [[a, b] as const];
    return lefts?.has(nameOf(b)) && rights?.has(nameOf(a)) ? [[b, a] as const] : [];
  });
}

export interface PlaceContext {
  /** Where what several sources have is joined. */
  readonly host: string;
  readonly tableRows: TableRows;
  /** Whether a source's dialect has all that a relation needs. */
  readonly canRun: (source: string, relation: Relation) => boolean;
  /** Bindings that are the inputs of a model, and stand for its answers. */
  readonly predictions?: ReadonlyMap<string, Prediction> | undefined;
}

/** Takes a query over several sources apart into what each can do alone and what the host does with it. */
class Placement {
  readonly stages: Stage[] = [];
  /** Columns of fragments with several aliases, under the one name that they have at the host. */
  private readonly renamed = new Map<string, ColumnExpression>();
  private readonly estimator: RowEstimator;
  private readonly reads: ReadonlyMap<string, number>;
  private fetches = 0;
  private keySets = 0;

  constructor(
    root: Relation,
    private readonly context: PlaceContext,
  ) {
    this.estimator = new RowEstimator(context.tableRows);
    this.reads = countReads(root);
  }

  run(root: Relation): Placed {
    const relation = this.rename(this.place(root, true));
    const stages = this.stages.map((stage): Stage => {
      if (stage.kind !== 'fetch') return { ...stage, relation: this.rename(stage.relation) };
      return { ...stage, keys: stage.keys.map((keys) => ({ ...keys, relation: this.rename(keys.relation) })) };
    });
    return { stages, relation };
  }

  /**
   * The relation as the host can run it. Its fragments become stages, in an order in which they can run.
   * @param isWhole its columns matter by their places, or all of them do: as of a sub-query, a UNION, a DISTINCT
   */
  private place(relation: Relation, isWhole: boolean): Relation {
    const all = sourcesOf(relation);
    if (relation.kind === 'with' && this.hasPredictions(relation)) return this.placeWith(relation, isWhole);
    if (all.size === 0 || (all.size === 1 && all.has(this.context.host))) return relation;
    const needed = withoutOptional(relation);
    const own = sourcesOf(needed);
    const [source] = own;
    if (own.size === 1 && source !== undefined && this.runsAt(source, needed)) {
      return this.fetch(relation, source, isWhole);
    }
    switch (relation.kind) {
      case 'with':
        return this.placeWith(relation, isWhole);
      case 'filter': {
        const sunk = sinkPredicates(relation);
        if (sunk !== relation) return this.place(sunk, isWhole);
        return this.placeFilter(relation.input, conjuncts(relation.predicate), isWhole);
      }
      case 'join':
        return relation.lateral ? this.placeChildren(relation, isWhole) : this.placeJoin(relation, isWhole);
      case 'distinct':
      case 'set-operation':
        return this.placeChildren(relation, true);
      case 'project':
      case 'aggregate':
        return this.placeChildren(relation, false);
      default:
        return this.placeChildren(relation, isWhole);
    }
  }

  private hasPredictions({ bindings }: WithRelation): boolean {
    return bindings.some(({ name }) => this.context.predictions?.has(name) === true);
  }

  /** Whether another source can do all of a relation. A bare table it always can, or nobody could read it. */
  private runsAt(source: string, relation: Relation): boolean {
    if (source === this.context.host || !isSelfContained(relation)) return false;
    return relation.kind === 'scan' || this.context.canRun(source, relation);
  }

  private placeChildren(relation: Relation, isWhole: boolean): Relation {
    return mapRelationChildren(relation, {
      relation: (child) => this.place(child, isWhole),
      expression: (expression) => this.placeExpression(expression),
    });
  }

  private placeExpression(expression: Expression): Expression {
    return mapExpressionChildren(expression, {
      relation: (child) => this.place(child, true),
      expression: (child) => this.placeExpression(child),
    });
  }

  /** Conditions that the input's own source can decide go there; the others are the host's. */
  private placeFilter(input: Relation, terms: readonly Expression[], isWhole: boolean): Relation {
    const own = sourcesOf(withoutOptional(input));
    const aliases = new Set(outputsOf(input).map((output) => output.relation));
    const isLocal = (term: Expression) => {
      if (term.kind === 'in-subquery' && term.optional === true) return true;
      const sources = sourcesOfExpression(term);
      const isReachable = [...aliasesRead(term)].every((alias) => aliases.has(alias));
      return isReachable && own.size === 1 && [...sources].every((source) => own.has(source)) && !reads(term);
    };
    const local = terms.filter(isLocal);
    const rest = terms.filter((term) => !local.includes(term));
    const placedTerms = rest.map((term) => this.placeExpression(term));
    const reduced = rest.reduce(
      (current, term, index) => this.reduceBySubquery(current, term, placedTerms[index] ?? term),
      local.length > 0 && rest.length > 0 ? filter(input, conjunction(local)) : input,
    );
    const below = rest.length > 0 ? this.place(reduced, isWhole) : this.placeInput(input, local, isWhole);
    return rest.length === 0 ? below : filter(below, conjunction(placedTerms));
  }

  /** What a sub-query at the host lets through, if that is few keys, is all that has to be fetched. */
  private reduceBySubquery(input: Relation, given: Expression, placed: Expression): Relation {
    if (given.kind !== 'in-subquery' || placed.kind !== 'in-subquery' || given.optional === true) return input;
    const keys = given.operands.flatMap((operand) => (operand.kind === 'column' ? [operand] : []));
    const isFetched = [...sourcesOf(input)].some((source) => source !== this.context.host);
    if (!isFetched || keys.length !== given.operands.length) return input;
    if (this.estimator.rows(given.relation) > MAX_KEYS) return input;
    return this.reduce(input, keys, placed.relation, outputsOf(placed.relation));
  }

  private placeInput(input: Relation, local: readonly Expression[], isWhole: boolean): Relation {
    const placed = this.place(input, isWhole);
    return local.length === 0 ? placed : filter(placed, this.placeExpression(conjunction(local)));
  }

  /** Each binding becomes a table of the host: it is read more than once, and keys may be read from it. */
  private placeWith(relation: WithRelation, isWhole: boolean): Relation {
    const kept: WithRelation['bindings'][number][] = [];
    for (const binding of relation.bindings) {
      const bound = withoutOptional(binding.relation);
      this.estimator.name(binding.name, this.estimator.rows(binding.relation));
      const prediction = this.context.predictions?.get(binding.name);
      if (prediction !== undefined) {
        const estimatedRows = this.estimator.rows(binding.relation);
        const { name } = binding;
        this.stages.push({ kind: 'predict', name, ...prediction, relation: binding.relation, estimatedRows });
        continue;
      }
      const [source, ...others] = sourcesOf(bound);
      const isAlone = isSelfContained(this.withoutStages(bound));
      if (!isAlone) kept.push({ ...binding, relation: this.place(binding.relation, true) });
      else if (source !== undefined && others.length === 0 && this.runsAt(source, bound)) {
        this.fetch(binding.relation, source, true, binding.name);
      } else this.stages.push({ kind: 'compute', name: binding.name, relation: this.place(binding.relation, true) });
    }
    const body = this.place(relation.body, isWhole);
    return kept.length === 0 ? body : { ...relation, bindings: kept, body };
  }

  /** With the tables of stages taken for tables: what then reads nothing around it can be computed on its own. */
  private withoutStages(relation: Relation): Relation {
    const names = new Set(this.stages.map(({ name }) => name));
    return rewriteRelation(relation, {
      relation: (node) =>
        node.kind === 'reference' && names.has(node.name)
          ? { kind: 'values', alias: node.alias, fields: node.fields, rows: [] }
          : node,
    });
  }

  /** The side with fewer rows is placed first, and its keys reduce the other where that is fetched. */
  private placeJoin(relation: JoinRelation, isWhole: boolean): Relation {
    // Of a semi- or anti-join's right side nothing is seen above.
    const isRightWhole = isWhole && relation.type !== 'semi' && relation.type !== 'anti';
    const { type, left, right } = relation;
    const pairs = equalColumns(relation);
    const rows = { left: this.estimator.rows(left), right: this.estimator.rows(right) };
    const isFetched = (side: Relation) => [...sourcesOf(side)].some((source) => source !== this.context.host);
    const mayReduce = {
      right: pairs.length > 0 && type !== 'right' && type !== 'full' && isFetched(right),
      left: pairs.length > 0 && (type === 'inner' || type === 'right' || type === 'semi') && isFetched(left),
    };
    const on = this.placeExpression(relation.on);
    if (mayReduce.right && rows.left <= MAX_KEYS && (rows.left <= rows.right || !mayReduce.left)) {
      const placed = this.place(left, isWhole);
      const lefts = pairs.map(([key]) => key);
      const reduced = this.reduce(
        right,
        pairs.map(([, key]) => key),
        placed,
        lefts,
      );
      return { ...relation, left: placed, right: this.place(reduced, isRightWhole), on };
    }
    if (mayReduce.left && rows.right <= MAX_KEYS) {
      const placed = this.place(right, isRightWhole);
      const rights = pairs.map(([, key]) => key);
      const reduced = this.reduce(
        left,
        pairs.map(([key]) => key),
        placed,
        rights,
      );
      return { ...relation, left: this.place(reduced, isWhole), right: placed, on };
    }
    return { ...relation, left: this.place(left, isWhole), right: this.place(right, isRightWhole), on };
  }

  /** `target` with "the key is one of those of `from`" as deep in it as that keeps its meaning. */
  private reduce(
    target: Relation,
    keys: readonly ColumnExpression[],
    from: Relation,
    fromKeys: readonly ColumnExpression[],
  ): Relation {
    if (!isSelfContained(this.withoutStages(from))) return target;
    const items = fromKeys.map((expression, index) => ({ name: `key${index + 1}`, expression }));
    const relation = project(from, `k${this.stages.length}x${this.keySets}`, items);
    return pushKeyFilter(target, keys, (operands) => ({
      kind: 'in-subquery',
      operands,
      relation,
      type: BOOLEAN,
      optional: true,
    }));
  }

  private keySet(node: InSubqueryExpression): KeySet {
    this.keySets += 1;
    const { relation } = node;
    const placed = this.place(relation, true);
    const columns = outputsOf(placed);
    const tables = new Set<string>();
    walkRelation(placed, {
      relation: (part) => {
        if (part.kind === 'scan') tables.add(part.table.name);
        else if (part.kind === 'reference') tables.add(part.name);
      },
    });
    const name = `keys${this.keySets}`;
    return { name, relation: { kind: 'distinct', input: placed }, columns, from: [...tables].join(', ') };
  }

  /** `relation` with references to key sets, which `keys` receives, where a filter reads what the source has not. */
  private withKeySets(relation: Relation, source: string, keys: KeySet[]): Relation {
    const bindings = bindingsOf(relation);
    const mapper: ChildMapper = {
      relation: (child) => mapRelationChildren(child, mapper),
      expression: (node) => {
        if (node.kind !== 'in-subquery' || node.optional !== true) return mapExpressionChildren(node, mapper);
        const sources = sourcesOf(node.relation);
        if ([...sources].every((name) => name === source) && isSelfContained(node.relation, bindings)) return node;
        // What reads a binding of the fragment itself is found nowhere else.
        if (!isSelfContained(this.withoutStages(node.relation))) return TRUE;
        // Its own sub-queries are the key set's, and the host's.
        const keySet = this.keySet(node);
        keys.push(keySet);
        const fields = keySet.columns.map(({ name, type }) => ({ name, type, nullable: true }));
        return { ...node, relation: { kind: 'reference', name: keySet.name, alias: keySet.name, fields } };
      },
    };
    return mapper.relation(relation);
  }

  /** Has `source` do all of `relation`; at the host it is a table. */
  private fetch(relation: Relation, source: string, keepsAll: boolean, asName?: string): ReferenceRelation {
    const keys: KeySet[] = [];
    const reduced = this.withKeySets(relation, source, keys);
    this.fetches += 1;
    const name = asName ?? `f${this.fetches}`;
    const within = countReads(relation);
    const all = outputsOf(relation);
    const used = all.filter(
      (output) => keepsAll || (this.reads.get(nameOf(output)) ?? 0) > (within.get(nameOf(output)) ?? 0),
    );
    // Rows are counted also where no column of theirs is read; an aggregate is one only as long as it is asked for.
    const outputs = used.length > 0 ? used : all.slice(0, 1);
    const aliases = new Set(outputs.map((output) => output.relation));
    const [only] = aliases;
    const alias = aliases.size === 1 && only !== undefined ? only : name;
    const items = outputs.map((output) => {
      const flat = aliases.size === 1 ? output.name : `${output.relation}_${output.name}`;
      if (alias !== output.relation) this.renamed.set(nameOf(output), column(alias, flat, output.type));
      return { name: flat, expression: output };
    });
    const read = items.length > 0 ? items : [{ name: 'one', expression: literal(1n, INT32) }];
    const fields: readonly Field[] = read.map((item) => ({
      name: item.name,
      type: item.expression.type,
      nullable: true,
    }));
    const estimatedRows = this.estimator.rows(relation);
    this.estimator.name(name, estimatedRows);
    const stage: FetchStage = {
      kind: 'fetch',
      name,
      source,
      relation: project(reduced, `${name}o`, read),
      fields,
      keys,
      estimatedRows,
    };
    this.stages.push(stage);
    return { kind: 'reference', name, alias, fields };
  }

  /** With columns under the names that stages give them, and the tables of stages marked as such. */
  private rename(relation: Relation): Relation {
    const names = new Set(this.stages.map(({ name }) => name));
    return rewriteRelation(relation, {
      relation: (node) => (node.kind === 'reference' && names.has(node.name) ? { ...node, staged: true } : node),
      expression: (node) => (node.kind === 'column' ? (this.renamed.get(nameOf(node)) ?? node) : node),
    });
  }
}

/** Whether an expression reads a binding of a With around it. */
function reads(expression: Expression): boolean {
  let found = false;
  const visit = (relation: Relation) => {
    if (!isSelfContained(relation)) {
      walkRelation(relation, {
        relation: (node) => {
          if (node.kind === 'reference') found = true;
        },
      });
    }
  };
  mapExpressionChildren(expression, {
    relation: (child) => {
      visit(child);
      return child;
    },
    expression: (child) => {
      if (reads(child)) found = true;
      return child;
    },
  });
  return found;
}

/**
 * Stages of a query over several sources, and what `host` runs over them at last.
 *
 * Before: `Join(Filter(a.z = 1, Scan lakehouse a), Scan crm b ON a.x = b.y)`
 * After:  fetch f1 = `crm: Filter(b.y IN keys of a, Scan b)`; then `Join(Filter(a.z = 1, Scan a), f1 ON a.x = b.y)`
 * Must not fire: where one source has all of the tables.
 */
export function place(relation: Relation, context: PlaceContext): Placed {
  const inParts = partialAggregates(relation, context);
  return new Placement(inParts, context).run(inParts);
}
