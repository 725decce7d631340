import { OID } from '../../../../src/doors/sql/types/pg-types.js';
import { column, literal } from '../../../../src/query/build.js';
import type { ColumnExpression, ScalarValue } from '../../../../src/query/expression.js';
import type { Relation } from '../../../../src/query/relation.js';
import {
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  STRING,
  TIMESTAMP_NTZ,
} from '../../../../src/query/types.js';

interface Column {
  readonly name: string;
  readonly sqlType: string;
  readonly typeOid: number;
  readonly type: DataType;
}

/** `k` is unique; the others have ties, NULLs and signs. */
export const COLUMNS: readonly Column[] = [
  { name: 'k', sqlType: 'int4', typeOid: OID.int4, type: INT32 },
  { name: 'g', sqlType: 'text', typeOid: OID.text, type: STRING },
  { name: 'i', sqlType: 'int4', typeOid: OID.int4, type: INT32 },
  { name: 'b', sqlType: 'int8', typeOid: OID.int8, type: INT64 },
  { name: 'n', sqlType: 'numeric(8,2)', typeOid: OID.numeric, type: decimalType(8, 2) },
  { name: 'f', sqlType: 'float8', typeOid: OID.float8, type: FLOAT64 },
  { name: 't', sqlType: 'text', typeOid: OID.text, type: STRING },
  { name: 'd', sqlType: 'date', typeOid: OID.date, type: DATE },
  { name: 's', sqlType: 'timestamp', typeOid: OID.timestamp, type: TIMESTAMP_NTZ },
  { name: 'o', sqlType: 'bool', typeOid: OID.bool, type: BOOLEAN },
];

type Row = readonly (string | null)[];

const ROWS: readonly Row[] = [
  ['1', 'x', '5', '9000000000', '1.10', '1.5', 'b', '2001-01-31', '2001-01-31T10:00:00', 'true'],
  ['2', 'x', '5', null, '2.20', '2.5', 'a', '2001-01-31', '2001-01-31T11:30:00', 'false'],
  ['3', 'x', '-7', '-1', '-0.05', '-4', 'é', null, null, null],
  ['4', 'x', null, '7', null, null, null, '1999-12-31', '1999-12-31T00:00:00', 'true'],
  ['5', 'y', '2147483647', '9223372036854775806', '999999.99', '0.1', 'B', '2024-02-29', '2024-02-29T23:59:59', 'true'],
  ['6', 'y', '2147483647', '1', '0.01', '0.2', '', '2024-02-29', '2024-02-29T23:59:59', 'true'],
  ['7', 'y', '2', '2', '-3.33', '0.3', 'zz', '2020-05-05', '2020-05-05T05:05:05', null],
  ['8', 'z', null, null, null, null, null, null, null, null],
  ['9', null, '1', '3', '7.00', '100', 'a', '2001-01-01', '2001-01-01T00:00:00', 'false'],
  ['10', null, '1', '3', '7.00', '100', 'a', '2001-01-02', '2001-01-02T00:00:00', 'false'],
];

function scalarOf(text: string | null, type: DataType): ScalarValue {
  if (text === null) return null;
  if (type.kind === 'integer') return BigInt(text);
  if (type.kind === 'float') return Number(text);
  return type.kind === 'boolean' ? text === 'true' : text;
}

const sqlOf = (text: string | null, { sqlType }: Column) =>
  `${text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`}::${sqlType}`;

/** `FROM` clause of the table for Postgres, as `r`. */
export const SAMPLE_SQL = `(VALUES ${ROWS.map((row) => `(${row.map((text, at) => sqlOf(text, COLUMNS[at] as Column)).join(', ')})`).join(', ')}) r(${COLUMNS.map(({ name }) => name).join(', ')})`;

/** The same as a relation `r`. */
export const SAMPLE: Relation = {
  kind: 'values',
  alias: 'r',
  fields: COLUMNS.map(({ name, type }) => ({ name, type, nullable: true })),
  rows: ROWS.map((row) =>
    row.map((text, at) => literal(scalarOf(text, (COLUMNS[at] as Column).type), (COLUMNS[at] as Column).type)),
  ),
};

export function sampleColumn(name: string): { readonly expression: ColumnExpression; readonly typeOid: number } {
  const found = COLUMNS.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return { expression: column('r', name, found.type), typeOid: found.typeOid };
}
