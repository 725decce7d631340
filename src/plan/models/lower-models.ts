import { GatewayError } from '../../errors.js';
import { conjunction } from '../../functions/conjunction.js';
import { call } from '../../functions/registry.js';
import { column, filter, join, project, sort } from '../../query/build.js';
import { conjuncts } from '../../query/conjunction.js';
import type {
  ColumnExpression,
  Expression,
  ModelCallExpression,
  NamedExpression,
  SortKey,
} from '../../query/expression.js';
import { expressionKey } from '../../query/expression-key.js';
import { mapExpressionChildren, mapRelationChildren } from '../../query/map-children.js';
import { outputsOf } from '../../query/outputs.js';
import type { JoinRelation, Relation, WithRelation } from '../../query/relation.js';
import { definedAliases } from '../../query/rename-aliases.js';
import { isSelfContained } from '../../query/self-contained.js';
import type { DataType } from '../../query/types.js';
import { walkRelation } from '../../query/walk.js';
import { aliasesRead } from '../federation/sink-predicates.js';
import { callsOf } from './calls-of.js';

/** A table of predictions: a binding's rows are the inputs, and this is what becomes of them. */
export interface Prediction {
  readonly model: string;
  /** The outputs that the table has behind the inputs, by their index in the model's prediction. */
  readonly outputs: readonly { readonly index: number; readonly type: DataType }[];
}

export interface LoweredModels {
  /** With the inputs of each model as a binding, and no call left. */
  readonly relation: Relation;
  /** By the names of those bindings. */
  readonly predictions: ReadonlyMap<string, Prediction>;
}

/** Predictions that are columns of some relation. */
interface Known {
  readonly model: string;
  readonly inputs: readonly Expression[];
  readonly outputs: ReadonlyMap<number, ColumnExpression>;
}

const nameOf = ({ relation, name }: ColumnExpression) => `${relation}.${name}`;

const keyOf = ({ model, inputs }: Pick<Known, 'model' | 'inputs'>) =>
  `${model} ${inputs.map((input) => expressionKey(input)).join(' ')}`;

function unsupported(model: string, where: string): GatewayError {
  return new GatewayError('NOT_SUPPORTED', `A call of model ${model} ${where} is not supported.`);
}

/** A relation whose rows matter and not their order, and the order to give them again. */
function ordered(relation: Relation): { readonly base: Relation; readonly keys: readonly SortKey[] } {
  if (relation.kind === 'sort') return { base: relation.input, keys: relation.keys };
  const isFirst = relation.kind === 'limit' && relation.per === undefined && relation.input.kind === 'sort';
  return { base: relation, keys: isFirst && relation.input.kind === 'sort' ? relation.input.keys : [] };
}

class ModelLowering {
  readonly bindings: WithRelation['bindings'][number][] = [];
  readonly predictions = new Map<string, Prediction>();
  /** Columns that stand under another name since the rows below became a table. */
  private readonly renamed = new Map<string, ColumnExpression>();
  private known: readonly Known[] = [];

  run(root: Relation): Relation {
    const body = this.whole(root);
    return { kind: 'with', bindings: this.bindings, body };
  }

  /** A relation whose columns count by their places: they stay as they are. */
  private whole(relation: Relation): Relation {
    const before = outputsOf(relation);
    const lowered = this.lower(relation);
    const after = outputsOf(lowered);
    if (before.length === after.length && before.every((output, index) => output.name === after[index]?.name)) {
      return lowered;
    }
    const alias = this.fresh('o');
    const items = before.map((output) => ({ name: output.name, expression: this.current(output) }));
    for (const output of before) this.rename(output, column(alias, output.name, output.type));
    return project(lowered, alias, items);
  }

  private lower(relation: Relation): Relation {
    switch (relation.kind) {
      case 'scan':
      case 'reference':
        return relation;
      case 'with':
        for (const binding of relation.bindings) {
          this.bindings.push({ ...binding, relation: this.whole(binding.relation) });
        }
        return this.lower(relation.body);
      case 'filter':
        return this.lowerFilter(
          this.lower(relation.input),
          conjuncts(relation.predicate).map((term) => this.own(term)),
        );
      case 'project':
      case 'aggregate':
      case 'window':
      case 'sort':
      case 'limit':
        return this.lowerAbove(relation, this.lower(relation.input));
      case 'join':
        return this.lowerJoin(relation);
      case 'distinct':
      case 'set-operation':
        return mapRelationChildren(relation, {
          relation: (child) => this.whole(child),
          expression: (child) => this.own(child),
        });
      case 'barrier':
      case 'nest':
      case 'values':
      case 'series':
      case 'unnest': {
        const made = mapRelationChildren(relation, {
          relation: (child) => this.lower(child),
          expression: (child) => this.own(child),
        });
        const [first] = ownCalls(made);
        if (first !== undefined) throw unsupported(first.model, 'in VALUES or in the argument of a table function');
        return made;
      }
      default:
        return relation satisfies never;
    }
  }

  /** Conditions without a call come first: what they keep back is never sent to a model. */
  private lowerFilter(input: Relation, terms: readonly Expression[]): Relation {
    const plain = terms.filter((term) => callsOf(term).length === 0);
    const calling = terms.filter((term) => callsOf(term).length > 0);
    const first = plain.length === 0 ? input : filter(input, conjunction(plain));
    if (calling.length === 0) return first;
    const predicted = this.predicted(first, calling.flatMap(callsOf));
    return filter(predicted, conjunction(calling.map((term) => this.answered(term))));
  }

  private lowerAbove(relation: Relation, input: Relation): Relation {
    const made = mapRelationChildren(relation, { relation: () => input, expression: (child) => this.own(child) });
    const calls = ownCalls(made);
    if (calls.length === 0) return made;
    const predicted = this.predicted(input, calls);
    return mapRelationChildren(made, {
      relation: () => predicted,
      expression: (child) => this.answered(child),
    });
  }

  /** A call over one side's columns is made on that side; over both sides', above an inner join. */
  private lowerJoin(relation: JoinRelation): Relation {
    const sides = { left: this.lower(relation.left), right: this.lower(relation.right) };
    const isCross = relation.on.kind === 'literal' && relation.on.value === true;
    const terms = isCross ? [] : conjuncts(relation.on).map((term) => this.own(term));
    const above: Expression[] = [];
    for (const side of ['left', 'right'] as const) {
      const aliases = new Set(outputsOf(sides[side]).map((output) => output.relation));
      const calls = terms.flatMap(callsOf).filter((made) => {
        const read = aliasesRead(made);
        return read.size > 0 && [...read].every((alias) => aliases.has(alias));
      });
      if (calls.length > 0) sides[side] = this.predicted(sides[side], calls);
    }
    const on: Expression[] = [];
    for (const term of terms) {
      const answered = this.answered(term);
      const [left] = callsOf(answered);
      if (left === undefined) on.push(answered);
      else if (relation.type === 'inner') above.push(answered);
      else throw unsupported(left.model, 'in the condition of an outer join that reads both sides');
    }
    const joined = { ...relation, ...sides, on: conjunction(on) };
    return above.length === 0 ? joined : this.lowerFilter(joined, above);
  }

  /** An expression by the names that columns have now, its sub-queries' calls taken out. */
  private own(expression: Expression): Expression {
    if (expression.kind === 'column') return this.current(expression);
    return mapExpressionChildren(expression, {
      expression: (child) => this.own(child),
      relation: (child) => this.whole(child),
    });
  }

  /** With predictions in place of the calls that have been made. */
  private answered(expression: Expression): Expression {
    if (expression.kind === 'column') return this.current(expression);
    const made = mapExpressionChildren(expression, {
      expression: (child) => this.answered(child),
      relation: (child) => this.renamedIn(child, definedAliases(child)),
    });
    return made.kind === 'model-call' ? (this.find(made) ?? made) : made;
  }

  /** A sub-query with the columns around it under their names of now; its `own` have them already. */
  private renamedIn(relation: Relation, own: ReadonlySet<string>): Relation {
    return mapRelationChildren(relation, {
      relation: (child) => this.renamedIn(child, own),
      expression: (child) => this.renamedExpression(child, own),
    });
  }

  private renamedExpression(expression: Expression, own?: ReadonlySet<string>): Expression {
    if (expression.kind === 'column') return own?.has(expression.relation) ? expression : this.current(expression);
    return mapExpressionChildren(expression, {
      relation: (child) => this.renamedIn(child, own ?? definedAliases(child)),
      expression: (child) => this.renamedExpression(child, own),
    });
  }

  private find({ model, arguments: inputs, output }: ModelCallExpression): ColumnExpression | undefined {
    const key = keyOf({ model, inputs });
    return this.known.find((each) => keyOf(each) === key)?.outputs.get(output);
  }

  /** `input` with a column for each of the calls, those within calls first. */
  private predicted(input: Relation, calls: readonly ModelCallExpression[]): Relation {
    let current = input;
    for (let pending = calls; ; ) {
      const outputs = new Set(outputsOf(current).map(nameOf));
      this.known = this.known.filter((each) =>
        [...each.outputs.values()].every((output) => outputs.has(nameOf(output))),
      );
      pending = pending
        .map((made) => this.answered(made))
        .flatMap((made) => (made.kind === 'model-call' ? [made] : []));
      const innermost = pending.flatMap(innermostOf);
      if (innermost.length === 0) return current;
      current = this.asked(current, innermost);
    }
  }

  /** The rows below become a table; a model is asked for each of its different inputs, and its answers are joined. */
  private asked(input: Relation, calls: readonly ModelCallExpression[]): Relation {
    const { base, keys } = ordered(input);
    const [rows, items] = [this.fresh('rows'), [] as NamedExpression[]];
    const put = (expression: Expression): ColumnExpression => {
      const name = `c${items.length + 1}`;
      items.push({ name, expression });
      return column(rows, name, expression.type);
    };
    const moved = outputsOf(base).map((output) => [output, put(output)] as const);
    const inputs = new Map<string, ColumnExpression>();
    const inputOf = (expression: Expression) => {
      const key = expressionKey(expression);
      const found = inputs.get(key) ?? put(expression);
      inputs.set(key, found);
      return found;
    };
    const asks = new Map<
      string,
      { readonly calls: ModelCallExpression[]; readonly columns: readonly ColumnExpression[] }
    >();
    for (const made of calls) {
      const key = keyOf({ model: made.model, inputs: made.arguments });
      const ask = asks.get(key) ?? { calls: [], columns: made.arguments.map(inputOf) };
      asks.set(key, ask);
      ask.calls.push(made);
    }
    const order = keys.map((key) => ({ ...key, expression: put(key.expression) }));
    this.bind(rows, project(base, `${rows}x`, items), calls);
    const rowFields = items.map(({ name, expression }) => ({ name, type: expression.type, nullable: true }));
    let joined: Relation = { kind: 'reference', name: rows, alias: rows, fields: rowFields };
    const answers: Known[] = [];
    for (const { calls: same, columns } of asks.values()) {
      const { table, known } = this.ask(rows, rowFields, same, columns);
      const on = table.fields
        .slice(0, columns.length)
        .map(({ name, type }, index) =>
          call('is_not_distinct_from', [columns[index] ?? column(rows, name, type), column(table.alias, name, type)]),
        );
      joined = join('left', joined, table, conjunction(on));
      answers.push(known);
    }
    for (const [from, to] of moved) this.rename(from, to);
    this.known = [...this.known, ...answers].map((each) => ({
      model: each.model,
      inputs: each.inputs.map((expression) => this.renamedExpression(expression)),
      outputs: new Map([...each.outputs].map(([index, output]) => [index, this.current(output)])),
    }));
    return sort(joined, order);
  }

  /** The inputs, each once, as a binding that the model's answers are put beside. */
  private ask(
    rows: string,
    rowFields: readonly { readonly name: string; readonly type: DataType; readonly nullable: boolean }[],
    calls: readonly ModelCallExpression[],
    columns: readonly ColumnExpression[],
  ) {
    const [first] = calls;
    if (first === undefined) throw new GatewayError('INTERNAL', 'A model is asked nothing.');
    const name = this.fresh('answers');
    const source: Relation = { kind: 'reference', name: rows, alias: `${name}r`, fields: rowFields };
    const items = columns.map((input, index) => ({
      name: `i${index + 1}`,
      expression: column(`${name}r`, input.name, input.type),
    }));
    const types = new Map(calls.map(({ output, type }) => [output, type] as const));
    const outputs = [...types].map(([index, type]) => ({ index, type }));
    this.predictions.set(name, { model: first.model, outputs });
    this.bindings.push({ name, relation: { kind: 'distinct', input: project(source, `${name}x`, items) } });
    const fields = [
      ...items.map((item) => ({ name: item.name, type: item.expression.type, nullable: true })),
      ...outputs.map(({ index, type }) => ({ name: `o${index + 1}`, type, nullable: true })),
    ];
    const table = { kind: 'reference', name, alias: name, fields } as const;
    const answered = new Map(outputs.map(({ index, type }) => [index, column(name, `o${index + 1}`, type)] as const));
    return { table, known: { model: first.model, inputs: first.arguments, outputs: answered } };
  }

  private bind(name: string, relation: Relation, calls: readonly ModelCallExpression[]): void {
    const known = new Set(this.bindings.map((binding) => binding.name));
    if (!isSelfContained(relation, known)) {
      throw unsupported(calls[0]?.model ?? '', 'in a sub-query that reads the rows around it');
    }
    this.bindings.push({ name, relation });
  }

  private current(from: ColumnExpression): ColumnExpression {
    let found = from;
    for (let next = this.renamed.get(nameOf(found)); next !== undefined; next = this.renamed.get(nameOf(found))) {
      found = next;
    }
    return found;
  }

  private rename(from: ColumnExpression, to: ColumnExpression): void {
    this.renamed.set(nameOf(this.current(from)), to);
  }

  private fresh(prefix: string): string {
    this.next += 1;
    return `model_${prefix}${this.next}`;
  }

  private next = 0;
}

/** The calls that wait for no other. */
function innermostOf(made: ModelCallExpression): readonly ModelCallExpression[] {
  const within = made.arguments.flatMap(callsOf);
  return within.length === 0 ? [made] : within.flatMap(innermostOf);
}

/** Calls in the expressions of one node, what lies below it aside. */
function ownCalls(relation: Relation): readonly ModelCallExpression[] {
  const found: ModelCallExpression[] = [];
  mapRelationChildren(relation, {
    relation: (child) => child,
    expression: (child) => {
      found.push(...callsOf(child));
      return child;
    },
  });
  return found;
}

/** Whether a relation calls a model anywhere. */
export function callsModels(relation: Relation): boolean {
  let found = false;
  walkRelation(relation, {
    expression: (node) => {
      if (node.kind === 'model-call') found = true;
    },
  });
  return found;
}

/**
 * Takes the calls of models out of a tree: the rows that a call is made for become a table, their different inputs another,
 * and what the model answers is joined to the rows again.
 *
 * Before: `Project(m(t.a), Filter(t.z = 1, Scan t))`
 * After:  rows = `Project(t.a, t.a as i, Filter(t.z = 1, Scan t))`; answers = `Distinct(Project(rows.i))`, asked of m;
 *         `Project(answers.o1, Join(rows, answers ON rows.i IS NOT DISTINCT FROM answers.i1))`
 * Must not fire: below a barrier, where rows stand that the caller may not see. Calls come from doors, which stand above.
 * @throws GatewayError NOT_SUPPORTED where the rows of a call depend on those of a query around it
 */
export function lowerModels(relation: Relation): LoweredModels {
  const lowering = new ModelLowering();
  return { relation: lowering.run(relation), predictions: lowering.predictions };
}
