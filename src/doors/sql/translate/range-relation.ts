import { commonTypeOf } from '../../../functions/common-type.js';
import { column } from '../../../query/build.js';
import type { ColumnExpression } from '../../../query/expression.js';
import type { Field, Relation } from '../../../query/relation.js';
import type { PgNode } from '../analysis/read-node.js';
import { SqlError } from '../sql-error.js';
import { asType } from './as-type.js';
import { nullTypeOf } from './datum.js';
import type { Level, RangeEntry } from './level.js';
import { flagOf, listOf, nodeOf, nodesOf, numberOf, numbersOf, optionalNode, textOf } from './pg-tree.js';
import { tableFunction } from './table-function.js';
import type { Translation } from './translation.js';

const RELATION = 0;
const SUBQUERY = 1;
const FUNCTION = 3;
const VALUES = 5;
const COMMON_TABLE = 6;

/** A FROM item, and its columns by attribute number; undefined for one that was dropped. */
interface RangeRelation {
  readonly relation: Relation;
  readonly columns: readonly (ColumnExpression | undefined)[];
}

function readable(alias: string, fields: readonly Field[]): readonly ColumnExpression[] {
  return fields.map((field) => column(alias, field.name, field.type));
}

function scan(translation: Translation, node: PgNode): RangeRelation {
  const oid = numberOf(node, 'relid');
  const table = translation.tables.get(oid);
  const described = translation.statement.relations.get(oid);
  if (table === undefined || described === undefined) {
    const name = described?.name ?? String(oid);
    throw new SqlError('0A000', `system catalog "${name}" cannot be read together with governed tables`);
  }
  if (optionalNode(node, 'tablesample') !== undefined) throw translation.refuse('TABLESAMPLE', node);
  if (!flagOf(node, 'inh')) throw translation.refuse('ONLY', node);
  const alias = translation.fresh('t');
  const byName = new Map(table.fields.map((field) => [field.name, field]));
  const columns: (ColumnExpression | undefined)[] = [];
  for (const [number, name] of described.columns) {
    const field = byName.get(name);
    const measure = table.measures?.get(name);
    if (number > 0 && field !== undefined) columns[number - 1] = column(alias, name, field.type);
    else if (number > 0 && measure !== undefined) columns[number - 1] = column(alias, name, measure.type);
  }
  if (table.measures !== undefined) translation.measures.set(alias, table.measures);
  return { relation: { kind: 'scan', table: table.reference, alias, fields: table.fields }, columns };
}

function values(translation: Translation, level: Level, node: PgNode): RangeRelation {
  const rows = listOf(node, 'values_lists').map((row) => {
    if (!Array.isArray(row)) throw translation.refuse('this VALUES list', node);
    return row.map((value: PgNode) => translation.expression(value, level));
  });
  const oids = numbersOf(node, 'coltypes');
  const fields = oids.map((oid, index) => {
    const types = rows.flatMap((row) => row[index]?.type ?? []);
    const common = commonTypeOf(types);
    if (common === undefined) throw translation.refuse('VALUES of these types', node);
    const type = common.kind === 'null' ? nullTypeOf(oid, -1) : common;
    return { name: `c${index + 1}`, type, nullable: true };
  });
  const typed = rows.map((row) => row.map((value, index) => asType(value, fields[index]?.type ?? value.type)));
  const alias = translation.fresh('v');
  return { relation: { kind: 'values', alias, fields, rows: typed }, columns: readable(alias, fields) };
}

function commonTable(translation: Translation, level: Level, node: PgNode): RangeRelation {
  const found = level.up(numberOf(node, 'ctelevelsup')).commonTables.get(textOf(node, 'ctename'));
  if (found === undefined || flagOf(node, 'self_reference')) throw translation.refuse('WITH RECURSIVE', node);
  if (found.binding === undefined) return translation.query(found.query, found.level);
  const { name, fields } = found.binding;
  const alias = translation.fresh('r');
  return { relation: { kind: 'reference', name, alias, fields }, columns: readable(alias, fields) };
}

function functionScan(translation: Translation, level: Level, node: PgNode): RangeRelation {
  const [only, ...more] = nodesOf(node, 'functions');
  if (only === undefined || more.length > 0) throw translation.refuse('ROWS FROM with several functions', node);
  if (listOf(only, 'funccolnames').length > 0) throw translation.refuse('a function with a column list', node);
  const call = nodeOf(only, 'funcexpr');
  return tableFunction(translation, level, call, flagOf(node, 'funcordinality'));
}

function make(translation: Translation, level: Level, { node }: RangeEntry): RangeRelation {
  const kind = numberOf(node, 'rtekind');
  switch (kind) {
    case RELATION:
      return scan(translation, node);
    case SUBQUERY:
      return translation.query(nodeOf(node, 'subquery'), level);
    case FUNCTION:
      return functionScan(translation, level, node);
    case VALUES:
      return values(translation, level, node);
    case COMMON_TABLE:
      return commonTable(translation, level, node);
    default:
      throw translation.refuse('this kind of FROM item', node);
  }
}

/** What an entry of the range table reads; tells the entry its columns. */
export function rangeRelation(translation: Translation, level: Level, entry: RangeEntry): Relation {
  const { relation, columns } = make(translation, level, entry);
  entry.columns = columns;
  return relation;
}
