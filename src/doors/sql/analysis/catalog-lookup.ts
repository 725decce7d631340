import type { FunctionInfo, OperatorInfo, RelationInfo, TypeInfo } from './analysis.js';
import type { PlannedTable } from './database-plan.js';
import type { PostgresInstance } from './postgres-instance.js';

type Row = readonly (string | null)[];

const FUNCTION_KINDS = { f: 'function', a: 'aggregate', w: 'window', p: 'procedure' } as const;
const VOLATILITIES = { i: 'immutable', s: 'stable', v: 'volatile' } as const;
const TYPE_KINDS = {
  b: 'base',
  c: 'composite',
  d: 'domain',
  e: 'enum',
  p: 'pseudo',
  r: 'range',
  m: 'multirange',
} as const;

function oneOf<const T extends Readonly<Record<string, string>>>(names: T, letter: string): T[keyof T] {
  const name = Object.hasOwn(names, letter) ? names[letter as keyof T] : undefined;
  if (name === undefined) throw new Error(`Postgres's catalog holds the unknown kind ${letter}`);
  return name;
}

function list(oids: Iterable<number>): string {
  return [...oids].join(',');
}

/** What Postgres's catalog says of OIDs. Nothing in it changes, so each is asked for once, found or not. */
export class CatalogLookup {
  private readonly functionsByOid = new Map<number, FunctionInfo | undefined>();
  private readonly operatorsByOid = new Map<number, OperatorInfo | undefined>();
  private readonly typesByOid = new Map<number, TypeInfo | undefined>();
  private readonly relationsByOid = new Map<number, RelationInfo | undefined>();

  constructor(private readonly instance: PostgresInstance) {}

  /** Tells the OIDs of the tables that were made for a plan. */
  learnTables(tables: readonly PlannedTable[]): void {
    const bySchemaAndName = new Map(tables.map((planned) => [JSON.stringify([planned.schema, planned.name]), planned]));
    const rows = this.instance.execute(
      `SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND c.oid >= 16384`,
    );
    for (const [oid, schema, name] of rows) {
      const planned = bySchemaAndName.get(JSON.stringify([schema, name]));
      if (planned === undefined) continue;
      const columns = new Map(planned.table.columns.map((column, index) => [index + 1, column.name]));
      const { schema: ownSchema, name: ownName } = planned.table;
      const relation = { oid: Number(oid), schema: ownSchema, name: ownName, isSystem: false, columns };
      this.relationsByOid.set(relation.oid, relation);
    }
  }

  functions(oids: ReadonlySet<number>): ReadonlyMap<number, FunctionInfo> {
    return this.resolve(
      oids,
      this.functionsByOid,
      (
        missing,
      ) => `SELECT p.oid, n.nspname, p.proname, p.prokind, p.provolatile, p.proargtypes, p.prorettype, p.proretset
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE p.oid IN (${missing})`,
      ([oid, schema, name, kind, volatility, argTypes, resultType, returnsSet]) => ({
        oid: Number(oid),
        schema: schema ?? '',
        name: name ?? '',
        kind: oneOf(FUNCTION_KINDS, kind ?? ''),
        volatility: oneOf(VOLATILITIES, volatility ?? ''),
        argTypes: (argTypes ?? '').split(' ').filter(Boolean).map(Number),
        resultType: Number(resultType),
        returnsSet: returnsSet === 't',
      }),
    );
  }

  operators(oids: ReadonlySet<number>): ReadonlyMap<number, OperatorInfo> {
    return this.resolve(
      oids,
      this.operatorsByOid,
      (missing) => `SELECT o.oid, n.nspname, o.oprname, o.oprleft, o.oprright, o.oprresult, p.proname
        FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
        JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode WHERE o.oid IN (${missing})`,
      ([oid, schema, name, leftType, rightType, resultType, functionName]) => ({
        oid: Number(oid),
        schema: schema ?? '',
        name: name ?? '',
        leftType: Number(leftType),
        rightType: Number(rightType),
        resultType: Number(resultType),
        functionName: functionName ?? '',
      }),
    );
  }

  types(oids: ReadonlySet<number>): ReadonlyMap<number, TypeInfo> {
    return this.resolve(
      oids,
      this.typesByOid,
      (missing) => `SELECT t.oid, n.nspname, t.typname, t.typtype, t.typcategory,
          CASE WHEN t.typsubscript = 'array_subscript_handler'::regproc THEN t.typelem ELSE 0 END
        FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.oid IN (${missing})`,
      ([oid, schema, name, kind, category, elementType]) => ({
        oid: Number(oid),
        schema: schema ?? '',
        name: name ?? '',
        kind: oneOf(TYPE_KINDS, kind ?? ''),
        category: category ?? '',
        elementType: Number(elementType),
      }),
    );
  }

  /** Relations that are no table of the plan are Postgres's own. */
  relations(oids: ReadonlySet<number>): ReadonlyMap<number, RelationInfo> {
    return this.resolve(
      oids,
      this.relationsByOid,
      (missing) => `SELECT c.oid, n.nspname, c.relname,
          (SELECT json_object_agg(a.attnum, a.attname) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid)
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid IN (${missing})`,
      ([oid, schema, name, columns]) => ({
        oid: Number(oid),
        schema: schema ?? '',
        name: name ?? '',
        isSystem: schema === 'pg_catalog' || schema === 'information_schema',
        columns: new Map(
          Object.entries(JSON.parse(columns ?? '{}') as Readonly<Record<string, string>>).map(([number, column]) => [
            Number(number),
            column,
          ]),
        ),
      }),
    );
  }

  private resolve<T extends { readonly oid: number }>(
    oids: ReadonlySet<number>,
    known: Map<number, T | undefined>,
    query: (missing: string) => string,
    read: (row: Row) => T,
  ): ReadonlyMap<number, T> {
    const missing = [...oids].filter((oid) => !known.has(oid));
    if (missing.length > 0) {
      for (const oid of missing) known.set(oid, undefined);
      for (const row of this.instance.execute(query(list(missing)))) {
        const found = read(row);
        known.set(found.oid, found);
      }
    }
    return new Map(
      [...oids].flatMap((oid) => {
        const found = known.get(oid);
        return found === undefined ? [] : [[oid, found] as const];
      }),
    );
  }
}
