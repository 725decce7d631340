import { GatewayError } from '../../../errors.js';
import { functionNamed } from '../../../functions/registry.js';
import { AliasGenerator, literal } from '../../../query/build.js';
import type { Expression, NamedExpression } from '../../../query/expression.js';
import type { Relation } from '../../../query/relation.js';
import { type DataType, decimalType } from '../../../query/types.js';
import type { PgNode } from '../analysis/read-node.js';
import { SqlError } from '../sql-error.js';
import { asType } from './as-type.js';
import { nullTypeOf } from './datum.js';
import { typeModifierOf, typeOidOf } from './expression-type.js';
import type { BuiltinKind } from './functions/builtin.js';
import { callBuiltin } from './functions/builtins.js';
import type { AnalysedStatement, BoundTable, CallerFacts, ParameterValue, TranslatedField } from './input.js';
import type { Level } from './level.js';
import { flagOf, locationOf, nodeOf, nodesOf } from './pg-tree.js';
import { pruneColumns } from './prune-columns.js';
import { quantifiable } from './quantifiable.js';
import { translateExpression } from './translate-expression.js';
import { translateQuery } from './translate-query.js';
import type { Binding, BuiltinCall, QueryOptions, TranslatedQuery, Translation } from './translation.js';

/** NULL for a strict function of NULL: engines lose the type of what they fold so themselves. */
function withoutNulls(made: Expression): Expression {
  if (made.kind !== 'call' || functionNamed(made.function)?.nulls !== 'strict') return made;
  const isNull = made.arguments.some((argument) => argument.kind === 'literal' && argument.value === null);
  return isNull ? literal(null, made.type) : made;
}

const INT16: DataType = { kind: 'integer', bits: 16 };

/** TINYINT is int2 to Postgres, so that 100 + 100 must not overflow; comparisons are left to see the bare column. */
function operandsOf(name: string, kind: BuiltinKind, args: readonly Expression[]): readonly Expression[] {
  if ((kind !== 'operator' && kind !== 'function') || quantifiable(name) !== undefined) return args;
  return args.map((arg) => (arg.type.kind === 'integer' && arg.type.bits === 8 ? asType(arg, INT16) : arg));
}

/** Aliases a statement may need: far beyond what people write, short of what doubling can make. */
const MAX_ALIASES = 5_000;

class StatementTranslation implements Translation {
  readonly bindings: Binding[] = [];
  readonly measures = new Map<string, ReadonlyMap<string, Expression>>();
  private readonly aliases = new AliasGenerator();
  private aliasCount = 0;

  constructor(
    readonly statement: AnalysedStatement,
    readonly tables: ReadonlyMap<number, BoundTable>,
    readonly parameters: readonly ParameterValue[],
    readonly caller: CallerFacts,
  ) {}

  fresh(prefix: string): string {
    this.aliasCount += 1;
    if (this.aliasCount > MAX_ALIASES) throw new SqlError('54001', 'the statement is too complex');
    return this.aliases.fresh(prefix);
  }

  expression(node: PgNode, level: Level): Expression {
    return translateExpression(this, node, level);
  }

  builtin({ kind, name, args, argTypes, resultType, options = {} }: BuiltinCall, node: PgNode): Expression {
    const { timeZone } = this.caller;
    return this.at(node, () =>
      withoutNulls(
        callBuiltin(name, kind, operandsOf(name, kind, args), argTypes, resultType, { ...options, timeZone }),
      ),
    );
  }

  query(node: PgNode, outer: Level | undefined, options: QueryOptions = {}): TranslatedQuery {
    return translateQuery(this, node, outer, options);
  }

  refuse(construct: string, node: PgNode): SqlError {
    return new SqlError('0A000', `${construct} is not supported`, { position: this.positionOf(node) });
  }

  at<T>(node: PgNode, make: () => T): T {
    try {
      return make();
    } catch (error) {
      throw this.placed(error, node);
    }
  }

  positionOf(node: PgNode): number | undefined {
    const bytes = locationOf(node);
    if (bytes === undefined) return undefined;
    return [...Buffer.from(this.statement.text).toString('utf8', 0, bytes)].length + 1;
  }

  private placed(error: unknown, node: PgNode): unknown {
    const position = this.positionOf(node);
    if (error instanceof GatewayError && error.code === 'NOT_SUPPORTED') {
      return new SqlError('0A000', error.message, { position, cause: error });
    }
    if (!(error instanceof SqlError) || error.position !== undefined) return error;
    const { sqlState, message, detail, hint, severity, cause } = error;
    return new SqlError(sqlState, message, { position, detail, hint, severity, cause });
  }
}

/** What a column is that holds NULL alone, and so has no type of the IR. */
function typeOfNulls(typeOid: number): DataType {
  const type = nullTypeOf(typeOid, -1);
  return type.kind === 'null' ? decimalType(38, 10) : type;
}

function fieldsOf(tree: PgNode, query: TranslatedQuery): readonly TranslatedField[] {
  const entries = nodesOf(tree, 'targetList').filter((entry) => !flagOf(entry, 'resjunk'));
  return entries.map((entry, index) => {
    const node = nodeOf(entry, 'expr');
    const typeOid = typeOidOf(node);
    const type = query.columns[index]?.type ?? typeOfNulls(typeOid);
    return {
      name: String(entry.fields.resname ?? '?column?'),
      typeOid,
      typeModifier: typeModifierOf(node),
      type: type.kind === 'null' ? typeOfNulls(typeOid) : type,
    };
  });
}

/** The last Project with every column of a type that the door can announce. */
function typed(relation: Relation, fields: readonly TranslatedField[]): Relation {
  if (relation.kind !== 'project') return relation;
  const items = relation.items.map((item, index): NamedExpression => {
    const field = fields[index];
    const isNull = item.expression.type.kind === 'null';
    return field === undefined || !isNull ? item : { ...item, expression: asType(item.expression, field.type) };
  });
  return { ...relation, items };
}

export interface TranslatedStatement {
  /** Ends in a Project whose columns are `c1`, `c2`, … in order; bindings, if any, stand around it. */
  readonly relation: Relation;
  readonly fields: readonly TranslatedField[];
}

/**
 * Translates a statement that Postgres analysed.
 * @param tables the governed tables, by the OIDs of their relations in the analysis database
 * @param parameters values of `$1`, `$2`, …
 * @throws SqlError 0A000 with the construct's name and place for whatever the IR cannot say
 */
export function translate(
  statement: AnalysedStatement,
  tables: ReadonlyMap<number, BoundTable>,
  parameters: readonly ParameterValue[],
  caller: CallerFacts,
): TranslatedStatement {
  const translation = new StatementTranslation(statement, tables, parameters, caller);
  const query = translation.query(statement.tree, undefined);
  const fields = fieldsOf(statement.tree, query);
  const body = typed(query.relation, fields);
  const { bindings } = translation;
  const whole: Relation = bindings.length === 0 ? body : { kind: 'with', bindings, body };
  return { relation: pruneColumns(whole), fields };
}
