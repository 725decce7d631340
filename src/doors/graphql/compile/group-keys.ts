import type { FieldNode, SelectionSetNode } from 'graphql';
import type { ColumnField, ComputedField } from '../../../catalog/contract.js';
import { GatewayError } from '../../../errors.js';
import { commonType } from '../../../functions/common-type.js';
import { call } from '../../../functions/registry.js';
import { column, jsonObject, jsonText, jsonValue, literal } from '../../../query/build.js';
import type { Expression, NamedExpression } from '../../../query/expression.js';
import { type DataType, decimalType, FLOAT64, INT64, STRING } from '../../../query/types.js';
import { groupKeyName } from '../schema/names.js';
import { collectFields, subselections } from './collect-fields.js';
import { badInput, type CompileContext, fieldArguments } from './context.js';
import type { RowScope, TableScope } from './row-scope.js';
import { encodingOf } from './scalar-encoding.js';

interface GroupKey {
  /** Path in the contract, such as `origin.iata`, without bucket or bin. */
  readonly path: string;
  readonly item: NamedExpression;
}

/** The width as the decimal that it reads as: 0.1 has no double, and three tenths must fall into the bin from 0.3. */
function decimalWidth(bin: number, type: DataType): Expression {
  const [text, whole = '', fraction = ''] = /^(\d+)(?:\.(\d+))?$/u.exec(String(bin)) ?? [];
  const own = decimalType(whole.length + fraction.length, fraction.length);
  // An exponent, or more digits together than a decimal has.
  if (text === undefined || commonType(type, own) === undefined) return literal(bin, FLOAT64);
  return literal(text, own);
}

/** The value a key field groups by: the field itself, its time bucket, or its numeric bin. */
function keyExpression(value: Expression, args: Readonly<Record<string, unknown>>, path: string): Expression {
  const { bucket, bin } = args;
  if (typeof bucket === 'string') {
    if (bucket === 'HOUR' && value.type.kind === 'date')
      throw badInput(`key ${path}: a date has no hours to bucket by.`);
    return call('date_trunc', [literal(bucket.toLowerCase(), STRING), value]);
  }
  if (typeof bin === 'number') {
    if (!(bin > 0)) throw badInput(`key ${path}: bin must be a width greater than 0.`);
    if (value.type.kind === 'decimal') return call('bin', [value, decimalWidth(bin, value.type)]);
    if (value.type.kind !== 'integer') return call('bin', [value, literal(bin, FLOAT64)]);
    if (!Number.isSafeInteger(bin)) throw badInput(`key ${path}: the bins of whole numbers have a whole width.`);
    return call('bin', [value, literal(BigInt(bin), INT64)]);
  }
  return value;
}

/** The keys that a `…GroupKey` selection groups by, each once however often it is selected. */
export class GroupKeys {
  private readonly keys = new Map<string, GroupKey>();

  constructor(
    private readonly context: CompileContext,
    private readonly alias: string,
  ) {}

  get items(): readonly NamedExpression[] {
    return [...this.keys.values()].map((key) => key.item);
  }

  /** The JSON object of a key selection over the rows of `scope`. */
  object(scope: TableScope, selectionSets: readonly SelectionSetNode[]): Expression {
    return this.nested(scope, selectionSets, '');
  }

  /** The key that an order by this path means. @throws BAD_USER_INPUT if none or several selected keys have it. */
  forOrder(path: string): Expression {
    const found = [...this.keys.values()].filter((key) => key.path === path);
    const [only] = found;
    if (only === undefined) throw badInput(`orderBy key ${path}: select it in key to order by it.`);
    if (found.length > 1)
      throw badInput(`orderBy key ${path}: it is grouped by in several ways, so the order is ambiguous.`);
    return column(this.alias, only.item.name, only.item.expression.type);
  }

  private nested(scope: RowScope, selectionSets: readonly SelectionSetNode[], path: string): Expression {
    const typeName = groupKeyName(scope.type.name);
    const entries = [...collectFields(this.context, typeName, selectionSets)].map(([key, nodes]) => {
      const [node] = nodes;
      if (node === undefined) throw new GatewayError('INTERNAL', 'A field without a node.');
      return { key, value: this.member(scope, typeName, node, nodes, path) };
    });
    return jsonObject(entries);
  }

  private member(
    scope: RowScope,
    typeName: string,
    node: FieldNode,
    nodes: readonly FieldNode[],
    path: string,
  ): Expression {
    const name = node.name.value;
    if (name === '__typename') return jsonText(JSON.stringify(typeName));
    const field = scope.type.fields.find((candidate) => candidate.name === name);
    const fullPath = path === '' ? name : `${path}.${name}`;
    if (field?.kind === 'relation') return this.nested(scope.toOne(field), subselections(nodes), fullPath);
    if (field?.kind !== 'column' && field?.kind !== 'computed')
      throw new GatewayError('INTERNAL', `No key ${typeName}.${name}.`);
    return this.leaf(scope, field, fieldArguments(this.context, typeName, node), fullPath);
  }

  private leaf(
    scope: RowScope,
    field: ColumnField | ComputedField,
    args: Readonly<Record<string, unknown>>,
    path: string,
  ): Expression {
    const expression = keyExpression(scope.presentValue(field), args, path);
    const identity = `${path} ${JSON.stringify(args)}`;
    const known = this.keys.get(identity);
    const item = known?.item ?? { name: `g${this.keys.size + 1}`, expression };
    if (known === undefined) this.keys.set(identity, { path, item });
    return jsonValue(column(this.alias, item.name, expression.type), encodingOf(field.scalar, expression.type), false);
  }
}
