import { literal, parameter } from '../../../query/build.js';
import type { Expression, ScalarValue } from '../../../query/expression.js';
import { arrayType, DATE, decimalType, FLOAT64, STRING, TIMESTAMP, TIMESTAMP_NTZ } from '../../../query/types.js';
import { constantBytes } from '../analysis/constant-bytes.js';
import type { PgNode } from '../analysis/read-node.js';
import { SqlError } from '../sql-error.js';
import { OID, PG_TYPES } from '../types/pg-types.js';
import { castTo } from './casts.js';
import { nullTypeOf, readArrayDatum, readDatum } from './datum.js';
import { timestampText } from './datum-times.js';
import type { Level } from './level.js';
import { readNumeric } from './numeric-datum.js';
import { numberOf } from './pg-tree.js';
import type { Translation } from './translation.js';

/** An array of these elements. */
export function arrayOf(
  translation: Translation,
  node: PgNode,
  elements: readonly Expression[],
  arrayOid: number,
): Expression {
  const elementOid = PG_TYPES.get(arrayOid)?.elementOid ?? 0;
  if (elements.length === 0) {
    // No element tells the type.
    const element = nullTypeOf(elementOid, -1);
    const type = arrayType(element.kind === 'null' ? decimalType(38, 0) : element);
    return { kind: 'call', function: 'array', arguments: [], type };
  }
  const argTypes = elements.map(() => elementOid);
  return translation.builtin({ kind: 'function', name: 'array', args: elements, argTypes, resultType: arrayOid }, node);
}

/** A constant array's elements; undefined for NULL. */
export function constantElements(node: PgNode): readonly Expression[] | undefined {
  const bytes = constantBytes(node);
  if (bytes === undefined) return undefined;
  const elementOid = PG_TYPES.get(numberOf(node, 'consttype'))?.elementOid ?? 0;
  return readArrayDatum(bytes).map((element) =>
    element === null ? literal(null, nullTypeOf(elementOid, -1)) : literal(element.value, element.type),
  );
}

function isArray(typeOid: number): boolean {
  return (PG_TYPES.get(typeOid)?.elementOid ?? 0) !== 0;
}

/** A constant numeric as the double nearest to it, which may have more digits than a DECIMAL; undefined: no such one. */
export function constantAsDouble(node: PgNode): Expression | undefined {
  const bytes = node.tag === 'CONST' && numberOf(node, 'consttype') === OID.numeric ? constantBytes(node) : undefined;
  const read = bytes === undefined ? undefined : readNumeric(bytes.subarray(4));
  return read === undefined ? undefined : literal(Number(read.text), FLOAT64);
}

/** A `CONST`. */
export function constant(translation: Translation, node: PgNode): Expression {
  return translation.at(node, () => {
    const typeOid = numberOf(node, 'consttype');
    const bytes = constantBytes(node);
    if (bytes === undefined) return literal(null, nullTypeOf(typeOid, numberOf(node, 'consttypmod')));
    if (isArray(typeOid)) return arrayOf(translation, node, constantElements(node) ?? [], typeOid);
    const { value, type } = readDatum(bytes, typeOid);
    return literal(value, type);
  });
}

/** The elements of a parameter of an array type; undefined for NULL. */
export function parameterElements(translation: Translation, node: PgNode): readonly Expression[] | undefined {
  const { value, type } = parameterValue(translation, node);
  if (type.kind !== 'array') throw translation.refuse('this parameter as an array', node);
  if (value === null) return undefined;
  const values = Array.isArray(value) ? (value as readonly ScalarValue[]) : [];
  return values.map((element) => parameter(element, type.element));
}

function parameterValue(translation: Translation, node: PgNode) {
  const number = numberOf(node, 'paramid');
  const found = translation.parameters[number - 1];
  if (found === undefined) throw new SqlError('42P02', `there is no parameter $${number}`);
  return found;
}

const EXTERNAL = 0;
const SUBLINK = 2;

/** A `PARAM`: `$n`, or the column of a sub-query inside the comparison with it. */
export function parameterOf(translation: Translation, node: PgNode, level: Level): Expression {
  const kind = numberOf(node, 'paramkind');
  if (kind === SUBLINK) {
    const found = level.sublinkColumns[numberOf(node, 'paramid') - 1];
    if (found !== undefined) return found;
  }
  if (kind !== EXTERNAL) throw translation.refuse('this kind of parameter', node);
  const { value, type } = parameterValue(translation, node);
  if (type.kind === 'array') {
    const elements = parameterElements(translation, node);
    if (elements === undefined) return parameter(null, type);
    return arrayOf(translation, node, elements, numberOf(node, 'paramtype'));
  }
  if (isElementList(value)) throw translation.refuse('this parameter', node);
  return parameter(value, type);
}

function isElementList(value: ScalarValue | readonly ScalarValue[]): value is readonly ScalarValue[] {
  return Array.isArray(value);
}

/** The statement's clock at a Postgres type, its wall clock that of the session's zone; undefined for other types. */
export function nowAs(translation: Translation, node: PgNode, typeOid: number): Expression | undefined {
  const { nowMicros, timeZone } = translation.caller;
  const text = timestampText(nowMicros);
  const instant = literal(text, TIMESTAMP);
  if (typeOid === OID.timestamptz) return instant;
  if (typeOid !== OID.timestamp && typeOid !== OID.date) return undefined;
  if (timeZone !== 'UTC') {
    return castTo(translation, instant, { from: OID.timestamptz, to: typeOid, modifier: -1, node });
  }
  return typeOid === OID.date ? literal(text.slice(0, 10), DATE) : literal(text, TIMESTAMP_NTZ);
}

/** Postgres's `SQLValueFunctionOp`, in its order. */
const VALUE_FUNCTIONS = [
  'current_date',
  'current_time',
  'current_time',
  'current_timestamp',
  'current_timestamp',
  'localtime',
  'localtime',
  'localtimestamp',
  'localtimestamp',
  'current_role',
  'current_user',
  'user',
  'session_user',
  'current_catalog',
  'current_schema',
];

/** The caller's answer to `current_user`, `current_database()` and their like; undefined for other names. */
export function callerFact(translation: Translation, name: string): Expression | undefined {
  const { user, database, schema } = translation.caller;
  switch (name) {
    case 'current_role':
    case 'current_user':
    case 'user':
    case 'session_user':
      return literal(user, STRING);
    case 'current_catalog':
    case 'current_database':
      return literal(database, STRING);
    case 'current_schema':
      return literal(schema, STRING);
    default:
      return undefined;
  }
}

/** A `SQLVALUEFUNCTION`: `current_date`, `current_user` and their like. */
export function valueFunction(translation: Translation, node: PgNode): Expression {
  const name = VALUE_FUNCTIONS[numberOf(node, 'op')] ?? 'this function';
  const found = callerFact(translation, name) ?? nowAs(translation, node, numberOf(node, 'type'));
  if (found === undefined || numberOf(node, 'typmod') !== -1) throw translation.refuse(name, node);
  return found;
}
