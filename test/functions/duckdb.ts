import { DuckDBInstance } from '@duckdb/node-api';
import type { ScalarValue } from '../../src/query/expression.js';
import type { DataType } from '../../src/query/types.js';

/** DuckDB's name of an IR type. */
export function duckdbType(type: DataType): string {
  switch (type.kind) {
    case 'integer':
      return { 8: 'TINYINT', 16: 'SMALLINT', 32: 'INTEGER', 64: 'BIGINT' }[type.bits];
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'float':
      return type.bits === 32 ? 'FLOAT' : 'DOUBLE';
    case 'string':
    case 'json':
      return 'VARCHAR';
    case 'binary':
      return 'BLOB';
    case 'timestamp':
      return type.zoned ? 'TIMESTAMP WITH TIME ZONE' : 'TIMESTAMP';
    case 'array':
      return `${duckdbType(type.element)}[]`;
    case 'null':
      return 'INTEGER';
    default:
      return type.kind.toUpperCase();
  }
}

/** A typed constant. */
export function duckdbLiteral(value: ScalarValue, type: DataType): string {
  if (value === null) return type.kind === 'null' ? 'NULL' : `CAST(NULL AS ${duckdbType(type)})`;
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Uint8Array) return `CAST(unhex('${Buffer.from(value).toString('hex')}') AS BLOB)`;
  if (type.kind === 'string') return `'${String(value).replaceAll("'", "''")}'`;
  if (type.kind === 'integer' && type.bits === 32 && BigInt(value) >= 0n) return String(value);
  const text = typeof value === 'number' && Object.is(value, -0) ? '-0.0' : String(value);
  return `CAST('${text.replaceAll("'", "''")}' AS ${duckdbType(type)})`;
}

/** DuckDB shows bytes as text, those outside ASCII as `\\xC3`. */
function hexOfBlobText(text: string): string {
  return text.replace(/\\x([0-9A-F]{2})|[\s\S]/gu, (character, byte: string | undefined) =>
    byte === undefined ? Buffer.from(character).toString('hex') : byte.toLowerCase(),
  );
}

/** Text of a value, alike for what a case expects and what the engine answers: floats at 12 digits. */
export function canonical(value: ScalarValue, type: DataType): string | null {
  if (value === null) return null;
  if (type.kind === 'float') {
    const number = typeof value === 'string' ? Number(value.replace('inf', 'Infinity')) : Number(value);
    return Number(number.toPrecision(12)).toString();
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (type.kind === 'binary') return hexOfBlobText(String(value));
  if (type.kind === 'timestamp') return String(value).replace(' ', 'T').replace(/\+00$/, 'Z');
  return String(value);
}

export interface Answer {
  readonly text: string | null;
  readonly type: string;
}

/** One connection to a database of its own; TIMESTAMPs show in UTC. */
export async function openDuckdb() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return {
    run: (sql: string) => connection.run(sql),
    /** Rows of text columns. */
    async rows(sql: string): Promise<readonly (readonly (string | null)[])[]> {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
    },
    /** The value of one expression as text, and its type. */
    async answer(expression: string, from = ''): Promise<Answer> {
      const reader = await connection.runAndReadAll(
        `SELECT CAST(r AS VARCHAR), typeof(r) FROM (SELECT ${expression} AS r ${from}) t`,
      );
      const [text, type] = reader.getRows()[0] ?? [];
      return { text: typeof text === 'string' ? text : null, type: String(type) };
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

export type Duckdb = Awaited<ReturnType<typeof openDuckdb>>;
