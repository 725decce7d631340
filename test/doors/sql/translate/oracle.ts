import { DuckDBInstance } from '@duckdb/node-api';
import { PGlite } from '@electric-sql/pglite';
import type { TranslatedStatement } from '../../../../src/doors/sql/translate/translate.js';
import { OID, PG_TYPES, typeOidOf } from '../../../../src/doors/sql/types/pg-types.js';
import { lowerLimitPer } from '../../../../src/plan/passes/lower-limit-per.js';
import type { Relation } from '../../../../src/query/relation.js';
import type { DataType } from '../../../../src/query/types.js';
import { bindParameters, checkParameters } from '../../../../src/sources/duckdb/bind-parameters.js';
import { duckdbDialect } from '../../../../src/sources/duckdb/dialect.js';
import { typeName } from '../../../../src/sources/duckdb/type-name.js';
import { printStatement } from '../../../../src/sql/print-statement.js';
import { type OrderedStatement, openTranslator, type Parameter, type Translator } from './translator.js';
import { statementsFor } from './world.js';

type Rows = readonly (readonly (string | null)[])[];

function postgresType(type: DataType): string {
  switch (type.kind) {
    case 'string':
      return 'text';
    case 'float':
      return type.bits === 32 ? 'real' : 'double precision';
    case 'decimal':
      return `numeric(${type.precision},${type.scale})`;
    case 'timestamp':
      return type.zoned ? 'timestamptz' : 'timestamp';
    case 'array':
      return `${postgresType(type.element)}[]`;
    case 'integer':
      return { 8: 'smallint', 16: 'smallint', 32: 'integer', 64: 'bigint' }[type.bits];
    default:
      return type.kind;
  }
}

function exactText(text: string): string {
  const plain = text.includes('.') ? text.replace(/0+$/u, '').replace(/\.$/u, '') : text;
  return plain === '-0' ? '0' : plain;
}

function arrayText(elements: readonly unknown[], elementOid: number): string {
  const texts = elements.map((element) => canonical(element, elementOid) ?? 'NULL');
  return `{${texts.join(',')}}`;
}

/** One text for what both engines answer. */
function canonical(value: unknown, typeOid: number): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return arrayText(value, PG_TYPES.get(typeOid)?.elementOid ?? 0);
  const text = String(value);
  switch (typeOid) {
    case OID.bool:
      return text === 't' || text === 'true' ? 'true' : 'false';
    case OID.numeric:
    case OID.int2:
    case OID.int4:
    case OID.int8:
      return exactText(text);
    case OID.float4:
    case OID.float8:
      return Number(Number(text).toPrecision(11)).toString();
    default: {
      const elementOid = PG_TYPES.get(typeOid)?.elementOid ?? 0;
      if (elementOid === 0 || !text.startsWith('{')) return text;
      const inner = text.slice(1, -1);
      return arrayText(inner === '' ? [] : inner.split(',').map((part) => (part === 'NULL' ? null : part)), elementOid);
    }
  }
}

function sorted(rows: Rows): Rows {
  return rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

interface Answer {
  readonly rows: Rows;
  /** DuckDB's names of the columns' types. */
  readonly types: readonly string[];
}

function duckdbName(type: DataType): string {
  return typeName(type).replace('TIMESTAMPTZ', 'TIMESTAMP WITH TIME ZONE');
}

const TEXTS: ReadonlySet<number> = new Set([OID.text, OID.varchar, OID.bpchar, OID.name, OID.unknown]);

/** Where a column's type is not what the translation told: DuckDB's of the IR's, or the IR's of Postgres's. */
function typeFaults({ fields }: TranslatedStatement, types: readonly string[]): readonly string[] {
  return fields.flatMap(({ name, type, typeOid }, index) => {
    const told = duckdbName(type);
    // DuckDB's sum of integers; the source reads it as DECIMAL(38,0).
    const given = (types[index] ?? told).replace('HUGEINT', 'DECIMAL(38,0)');
    const announced = typeOidOf(type);
    const isKnown = announced === typeOid || (TEXTS.has(announced) && TEXTS.has(typeOid));
    return told === given && isKnown ? [] : [`${name}: told ${told} for ${typeOid}, given ${given}`];
  });
}

export type Outcome =
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly sqlState: string; readonly message: string }
  | { readonly kind: 'wrong'; readonly expected: unknown; readonly actual: unknown; readonly text: string };

/** Postgres itself and DuckDB behind the translation, over the same rows. */
export class Oracle {
  private constructor(
    private readonly translator: Translator,
    private readonly postgres: PGlite,
    private readonly instance: DuckDBInstance,
  ) {}

  static async open(): Promise<Oracle> {
    const translator = await openTranslator();
    const postgres = await PGlite.create();
    await postgres.exec("CREATE SCHEMA gold; SET search_path = gold; SET TimeZone = 'UTC'");
    for (const statement of statementsFor('gold', postgresType)) await postgres.exec(statement);
    const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
    const connection = await instance.connect();
    await connection.run("ATTACH ':memory:' AS lakehouse; CREATE SCHEMA lakehouse.gold; SET TimeZone = 'UTC'");
    for (const statement of statementsFor('lakehouse.gold', typeName)) await connection.run(statement);
    connection.closeSync();
    return new Oracle(translator, postgres, instance);
  }

  async close(): Promise<void> {
    await this.postgres.close();
    this.instance.closeSync();
  }

  async compare(
    text: string,
    parameters: readonly Parameter[] = [],
    rewrite: (relation: Relation) => Relation = lowerLimitPer,
  ): Promise<Outcome> {
    let translated: OrderedStatement;
    try {
      translated = this.translator.translate(text, parameters);
    } catch (error) {
      if (!(error instanceof Error) || !('sqlState' in error)) throw error;
      return { kind: 'refused', sqlState: String(error.sqlState), message: error.message };
    }
    const statement = printStatement(rewrite(translated.relation), duckdbDialect);
    const expected = await this.onPostgres(text, parameters);
    const actual = await this.onDuckdb(statement, translated);
    const types = typeFaults(translated, actual.types);
    if (types.length > 0) return { kind: 'wrong', expected: 'the types told', actual: types, text: statement.text };
    const [left, right] = translated.ordered ? [expected, actual.rows] : [sorted(expected), sorted(actual.rows)];
    return JSON.stringify(left) === JSON.stringify(right)
      ? { kind: 'same' }
      : { kind: 'wrong', expected: left, actual: right, text: statement.text };
  }

  private async onPostgres(text: string, parameters: readonly Parameter[]): Promise<Rows> {
    const parsers = Object.fromEntries([...PG_TYPES.keys()].map((oid) => [oid, (value: string) => value]));
    const serializers = Object.fromEntries([...PG_TYPES.keys()].map((oid) => [oid, (value: unknown) => String(value)]));
    const result = await this.postgres.query<(string | null)[]>(
      text,
      parameters.map((parameter) => parameter.text),
      { rowMode: 'array', parsers, serializers, paramTypes: parameters.map(({ typeOid }) => typeOid) },
    );
    return result.rows.map((row) => row.map((value, index) => canonical(value, result.fields[index]?.dataTypeID ?? 0)));
  }

  private async onDuckdb(
    statement: ReturnType<typeof printStatement>,
    { fields }: TranslatedStatement,
  ): Promise<Answer> {
    const connection = await this.instance.connect();
    try {
      await connection.run("SET TimeZone = 'UTC'");
      const prepared = await connection.prepare(statement.text);
      bindParameters(prepared, checkParameters(statement.parameters));
      const reader = await prepared.runAndReadAll();
      const rows = reader
        .getRowsJson()
        .map((row) => row.map((value, index) => canonical(value, fields[index]?.typeOid ?? 0)));
      return { rows, types: reader.columnTypes().map(String) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { rows: [['failed', message, statement.text]], types: [] };
    } finally {
      connection.closeSync();
    }
  }
}
