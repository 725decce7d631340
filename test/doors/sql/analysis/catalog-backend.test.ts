import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTextRow } from '../../../../src/doors/sql/analysis/read-answer.js';
import { isPgNode, type PgNode, type PgValue } from '../../../../src/doors/sql/analysis/read-node.js';
import { backendFrames } from '../../../../src/doors/sql/analysis/wire-messages.js';
import { type Analyser, openAnalyser } from './analyse-once.js';
import { SAMPLE } from './sample-database.js';

let analyser: Analyser;

beforeAll(async () => {
  analyser = await openAnalyser(SAMPLE);
});

afterAll(async () => {
  await analyser.backend.close();
});

type Cells = readonly (string | null)[];

function run(text: string, user = 'west.analyst', settings: Readonly<Record<string, string>> = {}): readonly Cells[] {
  const { frames } = analyser.backend.run({
    kind: 'run',
    text,
    parameterOids: [],
    values: [],
    formats: [],
    resultFormats: [],
    context: { user, settings },
    maxBytes: 4_000_000,
  });
  return frames.flatMap((piece) => [...backendFrames(Buffer.from(piece))].map(({ body }) => readTextRow(body)));
}

function nodes(tree: PgNode, tag: string): readonly PgNode[] {
  const found: PgNode[] = [];
  const pending: PgValue[] = [tree];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value === null || typeof value === 'string') continue;
    if (isPgNode(value)) {
      if (value.tag === tag) found.push(value);
      pending.push(...Object.values(value.fields));
    } else pending.push(...value);
  }
  return found;
}

describe('the analysis of a statement', () => {
  it('gives fields, parameters, and the meaning of every OID in the tree', () => {
    const { tree, fields, parameterOids, functions, operators, types, relations } = analyser.analyse(
      'SELECT f.id, upper(a.city) || $1 AS "x (y", sum(delay) FROM flights f JOIN airports a ON a.iata = f.origin GROUP BY 1, 2',
    );
    expect(tree.tag).toBe('QUERY');
    expect(parameterOids).toEqual([25]);
    expect(fields.map(({ name, typeOid, columnNumber }) => [name, typeOid, columnNumber])).toEqual([
      ['id', 20, 1],
      ['x (y', 25, 0],
      ['sum', 20, 0],
    ]);
    expect(nodes(tree, 'TARGETENTRY').map(({ fields: { resname } }) => resname)).toContain('x (y');
    const [aggregate] = nodes(tree, 'AGGREF');
    expect(functions.get(Number(aggregate?.fields.aggfnoid))).toMatchObject({
      name: 'sum',
      kind: 'aggregate',
      argTypes: [23],
    });
    const names = nodes(tree, 'OPEXPR').map(({ fields: { opno } }) => operators.get(Number(opno))?.name);
    expect([...new Set(names)].sort()).toEqual(['=', '||']);
    expect(types.get(25)).toMatchObject({ schema: 'pg_catalog', name: 'text', kind: 'base' });
    const tables = nodes(tree, 'RANGETBLENTRY').filter(({ fields: { rtekind } }) => rtekind === '0');
    expect(tables.map(({ fields: { relid } }) => relations.get(Number(relid))?.name).sort()).toEqual([
      'airports',
      'flights',
    ]);
    expect(relations.get(fields[0]?.tableOid ?? 0)).toMatchObject({ schema: 'gold', isSystem: false });
  });

  it('keeps the column order and the own names of a table, even where Postgres had to cut them', () => {
    const { fields, relations } = analyser.analyse('SELECT * FROM "Odd ""Schema"""."every type"');
    const relation = relations.get(fields[0]?.tableOid ?? 0);
    expect([...(relation?.columns ?? [])]).toEqual(
      SAMPLE.tables[2]?.columns.map(({ name }, index) => [index + 1, name]),
    );
    const shown = fields.map(({ name }) => name);
    expect(new Set(shown).size).toBe(16);
    expect(shown.at(12)).toBe('paren ) ( } { \\ "quote"');
    expect(shown.filter((name) => name.startsWith('long_')).every((name) => Buffer.byteLength(name) <= 63)).toBe(true);
    expect(fields.map(({ typeOid }) => typeOid)).toEqual([
      16, 21, 21, 700, 17, 1082, 1083, 1114, 1186, 2950, 114, 1009, 25, 25, 25, 25,
    ]);
  });

  it('tells apart what is Postgres’s own', () => {
    const { relations } = analyser.analyse(
      'SELECT c.relname, t.table_name FROM pg_class c, information_schema.tables t',
    );
    expect([...relations.values()].map(({ schema, isSystem }) => [schema, isSystem]).sort()).toEqual([
      ['information_schema', true],
      ['pg_catalog', true],
    ]);
  });

  it('reads constants by the session’s settings', () => {
    const text = "SELECT '2026-03-01 12:00'::timestamptz";
    const bytes = (timezone: string) =>
      JSON.stringify(
        nodes(analyser.analyse(text, [], { user: 'a', settings: { timezone } }).tree, 'CONST').map(
          ({ fields }) => fields.constvalue,
        ),
      );
    expect(bytes('Europe/Berlin')).not.toBe(bytes('UTC'));
    expect(bytes('UTC')).toBe(bytes('Etc/UTC'));
  });

  it.each([
    ['SELECT nope FROM flights', '42703', 8],
    ['SELECT * FROM gold.nope', '42P01', 15],
    ["SELECT 'é' || nope FROM flights", '42703', 15],
    ['SELECT city FROM silver.airports', '42P01', 18],
    ['SELECT upper(1, 2)', '42883', 8],
    ["SELECT 'x'::int", '22P02', 8],
    ['SELECT * FROM secret.carriers', '42P01', 15],
  ])('%s fails as Postgres reports it', (text, sqlState, position) => {
    expect(() => analyser.analyse(text)).toThrow(expect.objectContaining({ sqlState, position }));
  });

  it('goes on after an error', () => {
    expect(() => analyser.analyse('SELECT nope')).toThrow();
    expect(analyser.analyse('SELECT 1').fields).toHaveLength(1);
  });
});

describe('the catalog that a caller sees', () => {
  it('is one database with the visible schemas only', () => {
    expect(run('SELECT current_database(), array_agg(datname) FROM pg_database')).toEqual([
      ['lakehouse', '{lakehouse}'],
    ]);
    expect(run('SELECT nspname FROM pg_namespace ORDER BY 1').flat()).toEqual([
      'Odd "Schema"',
      'gold',
      'information_schema',
      'pg_catalog',
      'pg_toast',
    ]);
    expect(
      run("SELECT table_name FROM information_schema.tables WHERE table_schema = 'gold' ORDER BY 1").flat(),
    ).toEqual(['airports', 'flights']);
  });

  it('has comments, keys, and references to visible tables', () => {
    expect(run("SELECT obj_description('airports'::regclass), col_description('airports'::regclass, 1)")).toEqual([
      ["Every airport, it's all", 'Three letters'],
    ]);
    expect(
      run(
        "SELECT conrelid::regclass, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype IN ('p', 'f') AND conrelid > 16384 ORDER BY 1, 2",
      ),
    ).toEqual([
      ['airports', 'PRIMARY KEY (iata)'],
      ['flights', 'FOREIGN KEY (origin) REFERENCES airports(iata)'],
      ['flights', 'PRIMARY KEY (id)'],
    ]);
  });

  it('shows keys through information_schema too', () => {
    const keys = run(
      "SELECT table_name, constraint_type FROM information_schema.table_constraints WHERE constraint_type <> 'CHECK' ORDER BY 1, 2",
    );
    expect(keys).toEqual([
      ['airports', 'PRIMARY KEY'],
      ['flights', 'FOREIGN KEY'],
      ['flights', 'PRIMARY KEY'],
    ]);
    expect(run('SELECT count(*) FROM information_schema.referential_constraints')).toEqual([['1']]);
  });

  it('orders text by code point', () => {
    expect(run("SELECT string_agg(v, '' ORDER BY v) FROM (VALUES ('b'), ('a'), ('B'), ('é'), ('_')) AS t (v)")).toEqual(
      [['B_abé']],
    );
  });

  it('names nobody but the caller', () => {
    const first = run('SELECT 1', 'first.secret@example.test', {
      application_name: 'first tool',
      search_path: 'pg_catalog',
    });
    expect(first).toEqual([['1']]);
    for (const [source] of run(
      "SELECT c.oid::regclass FROM pg_class c WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v')",
      'second',
    )) {
      let rows: readonly Cells[] = [];
      try {
        rows = run(`SELECT t::text FROM ${source} t`, 'second');
      } catch (error) {
        expect(error).toMatchObject({ sqlState: expect.stringMatching(/^(42501|55000|0A000|42883|22P02)$/u) });
      }
      expect(JSON.stringify(rows), source ?? '').not.toMatch(/first\.secret|first tool/u);
    }
    expect(run('SELECT current_user, session_user, current_setting($$application_name$$)', 'second')).toEqual([
      ['second', 'second', ''],
    ]);
    expect(run("SELECT rolname FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1", 'second').flat()).toEqual([
      'medallion',
      'second',
    ]);
    expect(run('SELECT current_schemas(false)', 'second')).toEqual([['{gold}']]);
  });

  it.each(['medallion', 'public', 'none', 'pg_monitor', 'x'.repeat(100), 'a"b\'c; --', 'ä 飛'])(
    'takes %j for a name',
    (user) => {
      const [[name] = []] = run('SELECT current_user', user);
      expect(user.startsWith(name ?? '?') || name === `caller ${user}`).toBe(true);
      expect(run('SELECT rolsuper FROM pg_roles WHERE rolname = current_user', user)).toEqual([['f']]);
    },
  );

  it('changes nothing and reads no files, even without a guard before it', () => {
    for (const [text, state] of [
      ['CREATE TABLE gold.x ()', /25006|42501/u],
      ['INSERT INTO gold.airports VALUES ($$x$$)', /25006|42501/u],
      ["SELECT set_config('role', 'medallion', false)", /42501/u],
      ["SELECT pg_read_file('/etc/passwd')", /42501/u],
      ['SELECT lo_create(0)', /25006|42501/u],
      ['SELECT * FROM pg_authid', /42501/u],
      ['SELECT pg_ls_dir($$/$$)', /42501/u],
      ['UPDATE pg_catalog.pg_authid SET rolsuper = true', /42501|25006/u],
    ] as const) {
      expect(() => run(text), text).toThrow(expect.objectContaining({ sqlState: expect.stringMatching(state) }));
    }
    expect(run('SELECT current_user')).toEqual([['west.analyst']]);
  });

  it('stops at the largest result', () => {
    expect(() => run("SELECT repeat('x', 1000) FROM generate_series(1, 9000)")).toThrow(
      expect.objectContaining({ sqlState: '54000' }),
    );
    expect(run('SELECT count(*) FROM generate_series(1, 5000)')).toEqual([['5000']]);
    expect(run('SELECT n FROM generate_series(1, 5000) AS t (n)')).toHaveLength(5_000);
  });
});
