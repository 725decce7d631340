import type { DataType } from '../../../query/types.js';

/** `pg_type.typcategory`. */
export type PgCategory = 'A' | 'B' | 'D' | 'N' | 'P' | 'S' | 'T' | 'U' | 'X' | 'Z';

/** A type of Postgres as the door announces it. */
export interface PgType {
  readonly oid: number;
  /** `pg_type.typname`. */
  readonly name: string;
  /** As Postgres names it in messages: `integer`, `timestamp with time zone`. */
  readonly title: string;
  /** Bytes; -1: varying, -2: up to a NUL. */
  readonly size: number;
  /** 0 where there is no array of it. */
  readonly arrayOid: number;
  /** 0 where it is no array. */
  readonly elementOid: number;
  readonly category: PgCategory;
}

type Row = readonly [oid: number, name: string, title: string, size: number, arrayOid: number, category: PgCategory];

const SCALARS: readonly Row[] = [
  [16, 'bool', 'boolean', 1, 1000, 'B'],
  [17, 'bytea', 'bytea', -1, 1001, 'U'],
  [18, 'char', '"char"', 1, 1002, 'Z'],
  [19, 'name', 'name', 64, 1003, 'S'],
  [20, 'int8', 'bigint', 8, 1016, 'N'],
  [21, 'int2', 'smallint', 2, 1005, 'N'],
  [23, 'int4', 'integer', 4, 1007, 'N'],
  [24, 'regproc', 'regproc', 4, 1008, 'N'],
  [25, 'text', 'text', -1, 1009, 'S'],
  [26, 'oid', 'oid', 4, 1028, 'N'],
  [114, 'json', 'json', -1, 199, 'U'],
  [700, 'float4', 'real', 4, 1021, 'N'],
  [701, 'float8', 'double precision', 8, 1022, 'N'],
  [705, 'unknown', 'unknown', -2, 0, 'X'],
  [1042, 'bpchar', 'character', -1, 1014, 'S'],
  [1043, 'varchar', 'character varying', -1, 1015, 'S'],
  [1082, 'date', 'date', 4, 1182, 'D'],
  [1083, 'time', 'time without time zone', 8, 1183, 'D'],
  [1114, 'timestamp', 'timestamp without time zone', 8, 1115, 'D'],
  [1184, 'timestamptz', 'timestamp with time zone', 8, 1185, 'D'],
  [1186, 'interval', 'interval', 16, 1187, 'T'],
  [1266, 'timetz', 'time with time zone', 12, 1270, 'D'],
  [1700, 'numeric', 'numeric', -1, 1231, 'N'],
  [2202, 'regprocedure', 'regprocedure', 4, 2207, 'N'],
  [2203, 'regoper', 'regoper', 4, 2208, 'N'],
  [2204, 'regoperator', 'regoperator', 4, 2209, 'N'],
  [2205, 'regclass', 'regclass', 4, 2210, 'N'],
  [2206, 'regtype', 'regtype', 4, 2211, 'N'],
  [2249, 'record', 'record', -1, 2287, 'P'],
  [2278, 'void', 'void', 4, 0, 'P'],
  [2950, 'uuid', 'uuid', 16, 2951, 'U'],
  [3734, 'regconfig', 'regconfig', 4, 3735, 'N'],
  [3769, 'regdictionary', 'regdictionary', 4, 3770, 'N'],
  [3802, 'jsonb', 'jsonb', -1, 3807, 'U'],
  [4089, 'regnamespace', 'regnamespace', 4, 4090, 'N'],
  [4096, 'regrole', 'regrole', 4, 4097, 'N'],
  [4191, 'regcollation', 'regcollation', 4, 4192, 'N'],
];

function scalarType([oid, name, title, size, arrayOid, category]: Row): PgType {
  return Object.freeze({ oid, name, title, size, arrayOid, elementOid: 0, category });
}

function arrayTypeOf(element: PgType): PgType {
  return Object.freeze({
    oid: element.arrayOid,
    name: `_${element.name}`,
    title: `${element.title}[]`,
    size: -1,
    arrayOid: 0,
    elementOid: element.oid,
    category: element.category === 'P' ? 'P' : 'A',
  });
}

const scalarTypes = SCALARS.map(scalarType);
const arrayTypes = scalarTypes.filter((type) => type.arrayOid !== 0).map(arrayTypeOf);

/** Every type the door knows by its OID, arrays included. */
export const PG_TYPES: ReadonlyMap<number, PgType> = new Map(
  [...scalarTypes, ...arrayTypes].map((type) => [type.oid, type] as const),
);

/** OIDs by the names of `pg_type`, for the types that code must name. */
export const OID = Object.freeze({
  bool: 16,
  bytea: 17,
  char: 18,
  name: 19,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  oid: 26,
  json: 114,
  float4: 700,
  float8: 701,
  unknown: 705,
  bpchar: 1042,
  varchar: 1043,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  timestamptz: 1184,
  interval: 1186,
  timetz: 1266,
  numeric: 1700,
  record: 2249,
  void: 2278,
  uuid: 2950,
  jsonb: 3802,
});

/** The OID a column of this type is announced with. Arrays of arrays are arrays of more dimensions, as in Postgres. */
export function typeOidOf(type: DataType): number {
  switch (type.kind) {
    case 'boolean':
      return OID.bool;
    case 'integer':
      return { 8: OID.int2, 16: OID.int2, 32: OID.int4, 64: OID.int8 }[type.bits];
    case 'decimal':
      return OID.numeric;
    case 'float':
      return type.bits === 32 ? OID.float4 : OID.float8;
    case 'string':
    case 'null':
      return OID.text;
    case 'binary':
      return OID.bytea;
    case 'date':
      return OID.date;
    case 'time':
      return OID.time;
    case 'timestamp':
      return type.zoned ? OID.timestamptz : OID.timestamp;
    case 'interval':
      return OID.interval;
    case 'uuid':
      return OID.uuid;
    case 'json':
      return OID.json;
    case 'array': {
      const element = typeOidOf(type.element);
      return type.element.kind === 'array' ? element : (PG_TYPES.get(element)?.arrayOid ?? 0);
    }
  }
}

const VARIABLE_HEADER = 4;

/** `atttypmod`: precision and scale of a DECIMAL, also inside an array; -1 for all else. */
export function typeModifierOf(type: DataType): number {
  if (type.kind === 'array') return typeModifierOf(type.element);
  return type.kind === 'decimal' ? numericTypeModifier(type.precision, type.scale) : -1;
}

export function numericTypeModifier(precision: number, scale: number): number {
  return ((precision << 16) | (scale & 0x7ff)) + VARIABLE_HEADER;
}

/** Precision and scale of `numeric(p,s)`; undefined for one without bounds. The scale may be negative. */
export function numericBounds(
  typeModifier: number,
): { readonly precision: number; readonly scale: number } | undefined {
  if (typeModifier < VARIABLE_HEADER) return undefined;
  const bits = typeModifier - VARIABLE_HEADER;
  return { precision: bits >>> 16, scale: ((bits & 0x7ff) ^ 1024) - 1024 };
}

/** n of `char(n)` and `varchar(n)`; undefined for one without bounds. */
export function lengthBound(typeModifier: number): number | undefined {
  return typeModifier < VARIABLE_HEADER ? undefined : typeModifier - VARIABLE_HEADER;
}
