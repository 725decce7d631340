import { cp, mkdir, mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmbeddedReader } from '../../../src/catalog/unity/embedded-reader.js';
import type { UnityReader } from '../../../src/catalog/unity/reader.js';

const DEMO = fileURLToPath(new URL('../../../schema/unity', import.meta.url));
const never = new AbortController().signal;
let folder: string;
let reader: UnityReader;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medallion-unity-'));
  await cp(DEMO, folder, { recursive: true });
  reader = createEmbeddedReader(folder);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const FLIGHTS = 'tables/lakehouse.gold.flights.json';

/** Puts `replacement` in the place of the first `found`; the text must be there. */
async function edit(file: string, found: string, replacement: string): Promise<void> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(found);
  await writeFile(
    path,
    text.replace(found, () => replacement),
  );
}

/** The 1-based place of a text in a file as it is now, counted here by other means than the reader's. */
async function placeOf(file: string, marker: string): Promise<string> {
  const lines = (await readFile(join(folder, file), 'utf8')).split('\n');
  const line = lines.findIndex((text) => text.includes(marker));
  expect(line).toBeGreaterThanOrEqual(0);
  return `${line + 1}:${(lines[line] ?? '').indexOf(marker) + 1}`;
}

/** The lines of the error that the call ends with, the temporary folder taken out of them. */
async function faults(call: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'GatewayError', code: 'CONTRACT_INVALID' });
  return (error as Error).message.replaceAll(`${folder}/`, '').split('\n');
}

describe('reading', () => {
  it('lists catalogs, schemas and tables by name', async () => {
    expect((await reader.listCatalogs(never)).map(({ name }) => name)).toEqual(['lakehouse']);
    expect((await reader.listSchemas('lakehouse', never)).map(({ name }) => name)).toEqual(['gold', 'governance']);
    const tables = await reader.listTables('lakehouse', 'gold', never);
    expect(tables.map(({ name }) => name)).toEqual(['airport_months', 'airports', 'flights', 'route_days']);
  });

  it('lists names and kinds alone, and gives the rest with the table', async () => {
    const tables = await reader.listTables('lakehouse', 'gold', never);
    const members = ['catalog_name', 'full_name', 'name', 'schema_name', 'table_type'];
    for (const table of tables) expect(Object.keys(table).sort()).toEqual(members);
    const flights = await reader.getTable('lakehouse.gold.flights', never);
    expect(flights?.table_constraints?.[0]?.primary_key_constraint?.child_columns).toEqual(['flight_id']);
  });

  it('gives frozen objects and drops members that it does not know', async () => {
    await edit(FLIGHTS, '"name": "flights"', '"name": "flights", "storage_location": "abfss://x", "new_thing": [1]');
    const flights = await reader.getTable('lakehouse.gold.flights', never);
    expect(flights).not.toHaveProperty('storage_location');
    expect(Object.isFrozen(flights)).toBe(true);
    expect(Object.isFrozen(flights?.columns[0])).toBe(true);
    expect(Object.isFrozen(flights?.row_filter?.input_arguments)).toBe(true);
  });

  it('gives undefined for what is not there, and never leaves the folder', async () => {
    for (const name of ['lakehouse.gold.flight', '', '.', '../schemas/lakehouse.gold', 'lakehouse.gold.flights.json']) {
      expect(await reader.getTable(name, never)).toBeUndefined();
      expect(await reader.getFunction(name, never)).toBeUndefined();
      expect(await reader.getEffectivePermissions('table', name, never)).toBeUndefined();
    }
  });

  it('fails to list below a parent that is not there', async () => {
    expect(await faults(reader.listSchemas('lakehuose', never))).toEqual([
      'catalogs/lakehuose.json:1:1 error There is no such file for the catalog lakehuose.',
    ]);
    expect(await faults(reader.listTables('lakehouse', 'bronze', never))).toEqual([
      'schemas/lakehouse.bronze.json:1:1 error There is no such file for the schema lakehouse.bronze.',
    ]);
  });

  it('takes a missing permissions file for no grant', async () => {
    await unlink(join(folder, 'permissions/table/lakehouse.gold.flights.json'));
    const permissions = await reader.getEffectivePermissions('table', 'lakehouse.gold.flights', never);
    expect(permissions).toEqual({ privilege_assignments: [] });
  });

  it('keeps a table of a schema apart from those of one with a longer name', async () => {
    for (const kind of ['schemas', 'tables']) await mkdir(join(folder, kind), { recursive: true });
    const names = { catalog_name: 'lakehouse', schema_name: 'golden' };
    await writeFile(
      join(folder, 'schemas/lakehouse.golden.json'),
      JSON.stringify({ name: 'golden', catalog_name: 'lakehouse', full_name: 'lakehouse.golden' }),
    );
    await writeFile(
      join(folder, 'tables/lakehouse.golden.eggs.json'),
      JSON.stringify({ ...names, name: 'eggs', full_name: 'lakehouse.golden.eggs', table_type: 'MANAGED' }),
    );
    expect(await reader.listTables('lakehouse', 'gold', never)).toHaveLength(4);
    expect((await reader.listTables('lakehouse', 'golden', never)).map(({ name }) => name)).toEqual(['eggs']);
  });

  it('sees a change at the next call, and the same object when there is none', async () => {
    const before = await reader.getTable('lakehouse.gold.flights', never);
    expect(await reader.getTable('lakehouse.gold.flights', never)).toBe(before);
    await edit(FLIGHTS, '"comment": "Flights', '"comment": "All flights');
    expect((await reader.getTable('lakehouse.gold.flights', never))?.comment).toMatch(/^All flights/);
    await edit(FLIGHTS, '"MANAGED"', '5');
    expect(await faults(reader.getTable('lakehouse.gold.flights', never))).toHaveLength(1);
    await edit(FLIGHTS, ': 5', ': "MANAGED"');
    expect((await reader.getTable('lakehouse.gold.flights', never))?.table_type).toBe('MANAGED');
  });

  it('stops when the signal aborts', async () => {
    const reason = new Error('gone');
    const signal = AbortSignal.abort(reason);
    await expect(reader.listCatalogs(signal)).rejects.toBe(reason);
    await expect(reader.listSchemas('lakehouse', signal)).rejects.toBe(reason);
    await expect(reader.listTables('lakehouse', 'gold', signal)).rejects.toBe(reason);
    await expect(reader.getTable('lakehouse.gold.flights', signal)).rejects.toBe(reason);
    await expect(reader.getFunction('lakehouse.governance.round_coordinate', signal)).rejects.toBe(reason);
    await expect(reader.getEffectivePermissions('table', 'lakehouse.gold.flights', signal)).rejects.toBe(reason);
  });
});

/** An edit of a good file, and the fault it must be reported as; `at` is text at the reported place afterwards. */
interface BadFile {
  readonly title: string;
  readonly file?: string;
  readonly found: string;
  readonly replacement: string;
  readonly at: string;
  readonly message: string;
}

const BAD_FILES: readonly BadFile[] = [
  {
    title: 'a comma too many',
    found: '"securable_type": "SCHEMA",',
    file: 'schemas/lakehouse.gold.json',
    replacement: '"securable_type": "SCHEMA",,',
    at: ',,',
    message: 'expected JSON: Expected double-quoted property name',
  },
  {
    title: 'a comment, which YAML would take',
    found: '"table_type": "MANAGED",',
    replacement: '"table_type": "MANAGED", # the kind',
    at: '# the kind',
    message: 'expected JSON: Expected double-quoted property name',
  },
  {
    title: 'a member twice: the second would win without a word',
    found: '"table_type": "MANAGED",',
    replacement: '"table_type": "MANAGED",\n  "full_name": "lakehouse.gold.flights",',
    at: '"full_name": "lakehouse.gold.flights",',
    message: 'expected each name once in an object',
  },
  {
    title: 'a value of the wrong type',
    found: '"type_text": "int"',
    replacement: '"type_text": 12345',
    at: '12345',
    message: 'columns[2].type_text: expected text, found 12345',
  },
  {
    title: 'an empty name',
    found: '"type_text": "int"',
    replacement: '"type_text": ""',
    at: '"",',
    message: 'columns[2].type_text: expected text that is not empty, found ""',
  },
  {
    title: 'a missing member, at the object that lacks it',
    found: '"type_text": "bigint",\n',
    replacement: '\n',
    at: '{\n      "name": "flight_id"',
    message: 'columns[0].type_text: expected text, found nothing',
  },
  {
    title: 'an object in the place of a list',
    found: '"input_arguments": [{ "column": "origin_iata" }]',
    replacement: '"input_arguments": { "column": "origin_iata" }',
    at: '{ "column": "origin_iata" }',
    message: 'row_filter.input_arguments: expected a list, found an object',
  },
  {
    title: 'a full name that is not made of the names beside it',
    found: '"schema_name": "gold"',
    replacement: '"schema_name": "silver"',
    at: '"lakehouse.gold.flights"',
    message: 'full_name: expected "lakehouse.silver.flights", by the names beside it',
  },
  {
    title: 'two lists of arguments that disagree',
    found: '"input_arguments": [{ "column": "origin_iata" }]',
    replacement: '"input_arguments": [{ "column": "destination_iata" }]',
    at: '["origin_iata"],\n    "input_arguments"',
    message: 'row_filter.input_column_names: expected the same columns as input_arguments, or nothing',
  },
  {
    title: 'a row filter on a column that is not there',
    found: '"input_column_names": ["origin_iata"],\n    "input_arguments": [{ "column": "origin_iata" }]',
    replacement: '"input_column_names": ["origin"]',
    at: '{\n    "function_name": "lakehouse.governance.flights_by_origin"',
    message: 'row_filter: expected a column of the table, found "origin"',
  },
  {
    title: 'an argument that is neither column nor constant',
    found: '"input_column_names": ["origin_iata"],\n    "input_arguments": [{ "column": "origin_iata" }]',
    replacement: '"input_arguments": [{ "columm": "origin_iata" }]',
    at: '{ "columm"',
    message: 'row_filter.input_arguments[0]: expected either column or constant',
  },
  {
    title: 'a mask that uses a column that is not there',
    file: 'tables/lakehouse.gold.route_days.json',
    found: '"using_column_names": ["flights"],\n        "using_arguments": [{ "column": "flights" }]',
    replacement: '"using_arguments": [{ "column": "flight" }]',
    at: '{\n        "function_name"',
    message: 'columns[6].mask: expected a column of the table, found "flight"',
  },
  {
    title: 'a key on a column that is not there',
    found: '"child_columns": ["flight_id"]',
    replacement: '"child_columns": ["id"]',
    at: '["id"]',
    message: 'table_constraints[0].primary_key_constraint.child_columns: expected a column of the table, found "id"',
  },
  {
    title: 'a foreign key of uneven sides',
    found: '"parent_columns": ["iata"]',
    replacement: '"parent_columns": ["iata", "name"]',
    at: '["iata", "name"]',
    message:
      'table_constraints[1].foreign_key_constraint.parent_columns: expected 1 columns, one for each of child_columns',
  },
  {
    title: 'a column name twice, in other case',
    found: '"name": "distance"',
    replacement: '"name": "Delay"',
    at: '"Delay"',
    message: 'columns[3].name: expected a name of its own; Delay is taken',
  },
  {
    title: 'a position twice',
    found: '"position": 3',
    replacement: '"position": 2',
    at: '2,\n      "nullable": false,\n      "comment": "Distance',
    message: 'columns[3].position: expected a position of its own; 2 is taken',
  },
];

describe('faulty files', () => {
  it.each(BAD_FILES)('reports $title', async ({ file = FLIGHTS, found, replacement, at, message }) => {
    await edit(file, found, replacement);
    const text = await readFile(join(folder, file), 'utf8');
    // The last of equal texts: a name that is there twice is reported where it comes again.
    const before = text.slice(0, text.lastIndexOf(at) + (at === ',,' ? 1 : 0)).split('\n');
    expect(text.lastIndexOf(at)).toBeGreaterThan(0);
    const place = `${before.length}:${(before.at(-1) ?? '').length + 1}`;
    const read = file.startsWith('schemas/')
      ? reader.listSchemas('lakehouse', never)
      : reader.getTable(file.replace(/^tables\/|\.json$/g, ''), never);
    expect(await faults(read)).toEqual([`${file}:${place} error ${message}`]);
  });

  it('reports a file that ends early at its end', async () => {
    const text = await readFile(join(folder, FLIGHTS), 'utf8');
    await writeFile(join(folder, FLIGHTS), text.slice(0, text.indexOf('"table_type"')).trimEnd());
    const [fault] = await faults(reader.getTable('lakehouse.gold.flights', never));
    expect(fault).toMatch(/^tables\/lakehouse\.gold\.flights\.json:5:41 error expected JSON: /);
  });

  it.each(['', 'null', '[]', '"x"'])('reports a file that is no object: %j', async (text) => {
    await writeFile(join(folder, FLIGHTS), text);
    const [fault] = await faults(reader.getTable('lakehouse.gold.flights', never));
    expect(fault).toMatch(/^tables\/lakehouse\.gold\.flights\.json:1:1 error expected (JSON|an object)/);
  });

  it('reports a file that is not named as its object', async () => {
    await edit('functions/lakehouse.governance.round_coordinate.json', '"name": "round_coordinate"', '"name": "round"');
    await edit(
      'functions/lakehouse.governance.round_coordinate.json',
      'governance.round_coordinate"',
      'governance.round"',
    );
    const file = 'functions/lakehouse.governance.round_coordinate.json';
    const place = await placeOf(file, '"lakehouse.governance.round"');
    expect(await faults(reader.getFunction('lakehouse.governance.round_coordinate', never))).toEqual([
      `${file}:${place} error full_name: expected "lakehouse.governance.round_coordinate" as the file is named, found "lakehouse.governance.round"`,
    ]);
  });

  it('reports faulty permissions', async () => {
    const file = 'permissions/table/lakehouse.gold.flights.json';
    await edit(file, '"principal": "ops"', '"principal": null');
    const place = await placeOf(file, 'null');
    expect(await faults(reader.getEffectivePermissions('table', 'lakehouse.gold.flights', never))).toEqual([
      `${file}:${place} error privilege_assignments[0].principal: expected text, found null`,
    ]);
  });

  it('reports all faults of all files of a list at once', async () => {
    await edit(FLIGHTS, '"type_text": "int"', '"type_text": 5');
    await edit(FLIGHTS, '"position": 4', '"position": "4"');
    await edit('tables/lakehouse.gold.airports.json', '"MANAGED"', 'true');
    const found = await faults(reader.listTables('lakehouse', 'gold', never));
    expect(found.map((line) => line.replace(/:\d+:\d+ /, ' '))).toEqual([
      'tables/lakehouse.gold.airports.json error table_type: expected text, found true',
      'tables/lakehouse.gold.flights.json error columns[2].type_text: expected text, found 5',
      'tables/lakehouse.gold.flights.json error columns[4].position: expected a number, found "4"',
    ]);
  });
});

describe('faulty layout', () => {
  it('is none in the demo', async () => {
    await expect(reader.listCatalogs(never)).resolves.toHaveLength(1);
  });

  it('reports a folder that is not there', async () => {
    const [fault] = await faults(createEmbeddedReader(join(folder, 'nowhere')).listCatalogs(never));
    expect(fault).toMatch(
      /^nowhere:1:1 error expected a folder with catalogs, schemas, tables, functions, permissions, policies, tags: /,
    );
  });

  it.each([
    [
      'tabels/x.json',
      'tabels:1:1 error expected one of the folders catalogs, schemas, tables, functions, permissions, policies, tags. Did you mean "tables"?',
    ],
    [
      'tables/lakehouse.gold.flights.yaml',
      'tables/lakehouse.gold.flights.yaml:1:1 error expected a file <full name>.json.',
    ],
    [
      'permissions/tables/x.json',
      'permissions/tables:1:1 error expected one of the folders catalog, schema, table, function. Did you mean "table"?',
    ],
    [
      'permissions/table/lakehouse.gold.fligths.json',
      'permissions/table/lakehouse.gold.fligths.json:1:1 error expected the name of a table in tables. Did you mean "lakehouse.gold.flights"?',
    ],
    [
      'tables/lakehouse.glod.flights.json',
      'tables/lakehouse.glod.flights.json:1:1 error expected its schema in schemas/lakehouse.glod.json, found no such file',
    ],
    [
      'schemas/lakehuose.gold.json',
      'schemas/lakehuose.gold.json:1:1 error expected its catalog in catalogs/lakehuose.json, found no such file',
    ],
  ])('reports %s', async (file, message) => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), '{}');
    expect(await faults(reader.listCatalogs(never))).toEqual([message]);
  });

  it('passes over hidden files', async () => {
    await writeFile(join(folder, 'tables/.DS_Store'), 'x');
    await expect(reader.listCatalogs(never)).resolves.toHaveLength(1);
  });

  it('reports a catalog folder without a catalog', async () => {
    await rm(join(folder, 'catalogs'), { recursive: true });
    const found = await faults(reader.listCatalogs(never));
    expect(found[0]).toBe('catalogs:1:1 error expected a file <catalog>.json for each catalog, found none');
  });
});
