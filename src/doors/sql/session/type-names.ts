import { SqlError } from '../sql-error.js';

const BASE_OIDS: Readonly<Record<string, number>> = {
  bool: 16,
  boolean: 16,
  bytea: 17,
  name: 19,
  int8: 20,
  bigint: 20,
  int2: 21,
  smallint: 21,
  int4: 23,
  int: 23,
  integer: 23,
  text: 25,
  oid: 26,
  json: 114,
  float4: 700,
  real: 700,
  float8: 701,
  float: 701,
  'double precision': 701,
  unknown: 705,
  bpchar: 1042,
  char: 1042,
  character: 1042,
  varchar: 1043,
  'character varying': 1043,
  date: 1082,
  time: 1083,
  'time without time zone': 1083,
  timestamp: 1114,
  'timestamp without time zone': 1114,
  timestamptz: 1184,
  'timestamp with time zone': 1184,
  interval: 1186,
  timetz: 1266,
  'time with time zone': 1266,
  numeric: 1700,
  decimal: 1700,
  uuid: 2950,
  jsonb: 3802,
};

const ARRAY_OIDS: Readonly<Record<number, number>> = {
  16: 1000,
  17: 1001,
  19: 1003,
  20: 1016,
  21: 1005,
  23: 1007,
  25: 1009,
  26: 1028,
  114: 199,
  700: 1021,
  701: 1022,
  1042: 1014,
  1043: 1015,
  1082: 1182,
  1083: 1183,
  1114: 1115,
  1184: 1185,
  1186: 1187,
  1266: 1270,
  1700: 1231,
  2950: 2951,
  3802: 3807,
};

/**
 * The OID of a type as PREPARE names it, such as `int4`, `pg_catalog.numeric(10,2)` or `text[]`.
 * @throws SqlError 42704 for a type that parameters cannot have
 */
export function typeOidOf(typeName: string): number {
  const isArray = /\[\d*\]\s*$/.test(typeName);
  const bare = typeName
    .toLowerCase()
    .replace(/(\s*\[\d*\])+\s*$/, '')
    .replace(/^\s*pg_catalog\./, '')
    .replaceAll(/\([^)]*\)/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const base = Object.hasOwn(BASE_OIDS, bare) ? BASE_OIDS[bare] : undefined;
  const oid = isArray && base !== undefined ? ARRAY_OIDS[base] : base;
  if (oid === undefined) throw new SqlError('42704', `type "${typeName}" does not exist`);
  return oid;
}
