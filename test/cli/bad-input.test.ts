import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../src/cli/run-cli.js';
import { type CommandResult, runCommand } from '../http/support/child-gateway.js';
import { createSandbox, type Sandbox } from '../http/support/sandbox.js';
import { DEMO_DATA_DIR } from '../support/demo.js';

const FLIGHTS = 'unity/tables/lakehouse.gold.flights.json';
const RESOLVERS = resolve(import.meta.dirname, '../../resolvers');
let sandbox: Sandbox;
let restore: (() => void)[] = [];

beforeAll(() => {
  sandbox = createSandbox({ lakehouse: false });
});
afterEach(() => {
  for (const undo of restore.reverse()) undo();
  restore = [];
});
afterAll(() => sandbox.remove());

const environment = () => ({
  MEDALLION_DATA_DIR: DEMO_DATA_DIR,
  MEDALLION_SCHEMA_DIR: sandbox.schemaDir,
  MEDALLION_HTTP_PORT: '0',
});

function change(file: string, edit: (text: string) => string): void {
  const before = sandbox.read(file);
  restore.push(() => sandbox.write(file, before));
  const after = edit(before);
  if (after === before) throw new Error(`Nothing was changed in ${file}.`);
  sandbox.write(file, after);
}

/** Runs a command in this process: starting one of its own for each case would take minutes. */
async function medallion(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
  let stdout = '';
  let stderr = '';
  const code = await runCli(['node', 'medallion', ...args], {
    env: { ...environment(), ...env },
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    resolversFolder: RESOLVERS,
  });
  return { code, stdout, stderr };
}

/** A message for the person at the terminal: exit code 1 or 2, no stack, no dump of an object. */
function expectMessage({ code, stdout, stderr }: CommandResult, pattern: RegExp): void {
  const text = `${stdout}${stderr}`;
  expect(code).toBe(1);
  expect(text).toMatch(pattern);
  expect(text).not.toMatch(/^\s+at .+:\d+:\d+\)?$/mu);
  expect(text).not.toMatch(
    /node:internal|node_modules|\[object Object\]|TypeError|RangeError|Unhandled|\bundefined\b/u,
  );
  expect(stdout).not.toContain('"ready"');
}

describe('Bad config: a message with file and line, and no start', () => {
  const CASES: readonly (readonly [what: string, from: string, to: string, says: RegExp])[] = [
    [
      'misspelt key',
      'maxConnections: 3',
      'maxConections: 4',
      /gateway\.yaml:\d+:\d+ sources\.lakehouse\.maxConections: unknown key; did you mean "maxConnections"\?/u,
    ],
    [
      'unknown section',
      'observe:\n',
      'observes:\n',
      /gateway\.yaml:\d+:\d+ observes: unknown key; did you mean "observe"\?/u,
    ],
    [
      'a number that is text',
      'maxDepth: 16',
      'maxDepth: deep',
      /gateway\.yaml:\d+:\d+ limits\.maxDepth: expected a whole number from 1 to 100, found "deep"/u,
    ],
    [
      'a number that is too large',
      'port: 4000',
      'port: 70000',
      /gateway\.yaml:\d+:\d+ doors\.http\.port: expected a whole number from 0 to 65535, found 70000/u,
    ],
    [
      'a number that is negative',
      'maxSizeMb: 32',
      'maxSizeMb: -1',
      /gateway\.yaml:\d+:\d+ cache\.maxSizeMb: expected/u,
    ],
    [
      'a fraction',
      'refreshSeconds: 15',
      'refreshSeconds: 1.5',
      /gateway\.yaml:\d+:\d+ catalog\.refreshSeconds: expected a whole number/u,
    ],
    [
      'not a flag',
      'introspection: true',
      'introspection: yes please',
      /gateway\.yaml:\d+:\d+ doors\.graphql\.introspection: expected/u,
    ],
    [
      'an unknown kind of source',
      'kind: duckdb',
      'kind: oracle',
      /gateway\.yaml:\d+:\d+ sources\.lakehouse\.kind: "oracle" is not supported in this version; known: duckdb/u,
    ],
    [
      'a source name with a space',
      'lakehouse:\n    kind',
      'lake house:\n    kind',
      /gateway\.yaml:\d+:\d+ sources\.lake house: expected a name/u,
    ],
    [
      'an origin that is none',
      'corsOrigins: []',
      'corsOrigins: [example]',
      /gateway\.yaml:\d+:\d+ doors\.http\.corsOrigins\[0\]: expected/u,
    ],
    [
      'bounds that contradict',
      'maxStalenessSeconds: 30',
      'maxStalenessSeconds: 5',
      /gateway\.yaml:\d+:\d+ catalog\.maxStalenessSeconds: expected at least refreshSeconds \(\d+\)/u,
    ],
    [
      'a page size past the largest',
      'defaultPageSize: 100',
      'defaultPageSize: 20000',
      /gateway\.yaml:\d+:\d+ limits\.defaultPageSize: expected at most maxPageSize/u,
    ],
    [
      'a variable that is not set',
      'enabled: $'.concat('{MEDALLION_DEV_ISSUER:-true}'),
      'enabled: $'.concat('{NOT_SET_ANYWHERE}'),
      /gateway\.yaml:\d+:\d+ identity\.devIssuer\.enabled: the environment variable NOT_SET_ANYWHERE is not set and has no default/u,
    ],
    ['YAML that does not parse', 'limits:\n', 'limits: [\n', /gateway\.yaml:\d+:\d+ is not valid YAML/u],
    ['a tab for indentation', '  maxDepth: 16', '\tmaxDepth: 16', /gateway\.yaml:\d+:\d+ is not valid YAML/u],
    ['a key twice', 'maxDepth: 16', 'maxDepth: 16\n  maxDepth: 17', /gateway\.yaml:\d+:\d+ is not valid YAML/u],
    ['a list for a section', 'observe:\n  logLevel: ', 'observe:\n  - logLevel: ', /gateway\.yaml:\d+:\d+ /u],
    ['__proto__', 'maxDepth: 16', '__proto__: { x: 1 }', /gateway\.yaml:\d+:\d+ limits\.__proto__: unknown key/u],
  ];

  test.each(CASES)('%s', async (_what, from, to, says) => {
    // A number may be tuned at any time; which one it is does not matter here.
    const place = /^\w+: \d+$/u.test(from) ? new RegExp(from.replace(/\d+$/u, '\\d+'), 'u') : from;
    change('gateway.yaml', (text) => text.replace(place, () => to));
    const result = await medallion(['start']);
    expectMessage(result, /^The configuration (is not valid|has \d+ errors):$/mu);
    expectMessage(result, says);
  });

  test.each([
    [
      'MEDALLION_HTTP_PORT',
      { MEDALLION_HTTP_PORT: 'http' },
      /MEDALLION_HTTP_PORT expected a whole number from 0 to 65535, found "http"/u,
    ],
    [
      'MEDALLION_HOST of a network',
      { MEDALLION_HOST: '0.0.0.0' },
      /MEDALLION_HOST doors\.http\.host: expected a loopback host/u,
    ],
    ['MEDALLION_LOG_LEVEL', { MEDALLION_LOG_LEVEL: 'loud' }, /observe\.logLevel: expected one of trace, debug/u],
    [
      'MEDALLION_SCHEMA_DIR',
      { MEDALLION_SCHEMA_DIR: '/nowhere' },
      /gateway\.yaml cannot be read .*MEDALLION_SCHEMA_DIR names the folder/u,
    ],
    [
      'a host that is not of this machine',
      { MEDALLION_HOST: '127.0.0.1', MEDALLION_DEV_ISSUER: 'perhaps' },
      /identity\.devIssuer\.enabled: expected/u,
    ],
    [
      'no issuer at all',
      { MEDALLION_DEV_ISSUER: 'false' },
      /expected at least one issuer, or identity\.devIssuer\.enabled/u,
    ],
  ])('environment: %s', async (_what, env, says) => {
    expectMessage(await medallion(['start'], env), says);
  });

  test('several faults are told at once', async () => {
    change('gateway.yaml', (text) =>
      text
        .replace('maxDepth: 16', 'maxDepht: 16')
        .replace('port: 4000', 'port: x')
        .replace('maxSizeMb: 32', 'maxSizeMb: big'),
    );
    const { stderr } = await medallion(['start']);
    expect(stderr.trim().split('\n')).toHaveLength(4);
  });

  test('a data directory that is a file', async () => {
    const file = join(sandbox.folder, 'a-file');
    writeFileSync(file, '');
    for (const args of [['start'], ['token', '--as', 'a@flights.demo']])
      expectMessage(await medallion(args, { MEDALLION_DATA_DIR: file }), /a-file/u);
  });
});

describe('Bad contract: file:line:column of each fault, and no start', () => {
  test.each([
    [
      'syntax',
      'flights.graphql',
      '  distance: Int\n',
      '  distance Int\n',
      /flights\.graphql:\d+:\d+ error .*Syntax Error/u,
    ],
    [
      'a column that is not there',
      'flights.graphql',
      '  distance: Int\n',
      '  gate: String\n',
      /flights\.graphql:\d+:\d+ error .*gate/u,
    ],
    [
      'a type that does not fit',
      'flights.graphql',
      '  distance: Int\n',
      '  distance: Boolean\n',
      /flights\.graphql:\d+:\d+ error .*distance/u,
    ],
    [
      'an unknown table',
      'flights.graphql',
      'lakehouse.gold.flights',
      'lakehouse.gold.flihgts',
      /flights\.graphql:\d+:\d+ error .*flihgts/u,
    ],
    [
      'an unknown source',
      'flights.graphql',
      'source: "lakehouse"',
      'source: "lakehuose"',
      /flights\.graphql:\d+:\d+ error .*lakehuose/u,
    ],
    [
      'a key that is none',
      'flights.graphql',
      '@key(fields: "id")',
      '@key(fields: "delay")',
      /flights\.graphql:\d+:\d+ error .*delay/u,
    ],
    [
      'a join of columns that are not there',
      'flights.graphql',
      '{ from: "origin_iata", to: "iata" }',
      '{ from: "orgin_iata", to: "iata" }',
      /flights\.graphql:\d+:\d+ error .*orgin_iata/u,
    ],
    [
      'an expression that is not SQL',
      'flights.graphql',
      'delay > 15")',
      'delay >")',
      /flights\.graphql:\d+:\d+ error /u,
    ],
    [
      'an expression with a call outside the allow-list',
      'flights.graphql',
      '(sql: "delay > 15")',
      '(sql: "reflect(delay)")',
      /flights\.graphql:\d+:\d+ error .*reflect/u,
    ],
    [
      'an expression with a sub-query',
      'flights.graphql',
      '(sql: "delay > 15")',
      '(sql: "EXISTS (SELECT 1 FROM lakehouse.governance.airport_access)")',
      /flights\.graphql:\d+:\d+ error /u,
    ],
    [
      'an unknown directive',
      'flights.graphql',
      '  distance: Int\n',
      '  distance: Int @hidden\n',
      /flights\.graphql:\d+:\d+ error .*@hidden/u,
    ],
    [
      'a resolver that nobody wrote',
      'airports.graphql',
      '  nearby(',
      '  near: Int @requires(fields: "iata")\n  nearby(',
      /airports\.graphql:\d+:\d+ error .*near/u,
    ],
  ])('%s', async (_what, file, from, to, says) => {
    change(file, (text) => text.replace(from, () => to));
    for (const args of [['start'], ['check']]) expectMessage(await medallion(args), says);
  });
});

describe('Bad Unity Catalog JSON: file:line:column of each fault, and no start', () => {
  test.each([
    ['not JSON', (text: string) => text.slice(0, 400), /lakehouse\.gold\.flights\.json:\d+:\d+ error /u],
    ['empty', () => '', /lakehouse\.gold\.flights\.json:1:1 error /u],
    [
      'another name than the file',
      (text: string) => text.replace('"full_name": "lakehouse.gold.flights"', '"full_name": "lakehouse.gold.other"'),
      /flights\.json:\d+:\d+ error full_name: expected "lakehouse\.gold\.flights"/u,
    ],
    [
      'a type of another kind',
      (text: string) => text.replace('"type_text": "bigint"', '"type_text": 5'),
      /flights\.json:\d+:\d+ error columns\[0\]\.type_text: expected text, found 5/u,
    ],
    [
      'columns left out',
      (text: string) => text.replace('"columns"', '"colums"'),
      /flights\.json:\d+:\d+ error .*columns/u,
    ],
    [
      'a filter without a function',
      (text: string) => text.replace('"function_name"', '"function_nam"'),
      /flights\.json:\d+:\d+ error row_filter/u,
    ],
  ])('%s', async (_what, edit, says) => {
    change(FLIGHTS, edit);
    expectMessage(await medallion(['start']), says);
  });
});

describe('As a process', () => {
  test.each([
    ['config', 'gateway.yaml', 'maxDepth: 16', 'maxDepth: deep', /gateway\.yaml:\d+:\d+ limits\.maxDepth/u],
    ['contract', 'flights.graphql', '  distance: Int\n', '  gate: String\n', /flights\.graphql:\d+:\d+ error .*gate/u],
    ['governance', FLIGHTS, '"full_name"', '"full_nam"', /flights\.json:\d+:\d+ error /u],
  ])('bad %s: the message on stderr, nothing on stdout, exit 1', async (_what, file, from, to, says) => {
    change(file, (text) => text.replace(from, () => to));
    const result = await runCommand(['start'], environment());
    expectMessage(result, says);
    expect(result.stdout).toBe('');
  });

  test('bad arguments: exit 1', async () => {
    expectMessage(await runCommand(['nonsense'], environment()), /unknown command 'nonsense'/u);
  });
});

describe('Bad arguments of the command', () => {
  test.each([
    [['nonsense'], /unknown command 'nonsense'/u],
    [['--nonsense'], /unknown option '--nonsense'/u],
    [['start', 'extra'], /too many arguments/u],
    [['token'], /required option '--as <user>' not specified/u],
    [['token', '--as'], /argument missing/u],
    [['token', '--as', ''], /A token needs the name of a user/u],
    [['token', '--as', 'a', '--lifetime', 'abc'], /The lifetime must be from 1 to \d+ seconds/u],
    [['token', '--as', 'a', '--lifetime', '-5'], /The lifetime must be from 1 to \d+ seconds|argument missing/u],
    [['token', '--as', 'a', '--lifetime', '1e12'], /The lifetime must be from 1 to \d+ seconds/u],
    [['explain', '--as', 'a'], /missing required argument 'query'/u],
    [['explain', '{ __typename }'], /required option '--as <user>' not specified/u],
    [['explain', '--as', 'a', '{ flights('], /Syntax Error/u],
    [['explain', '--as', 'a', ''], /Syntax Error/u],
    [['explain', '--as', 'a', '--groups', 'ops', '{ nope }'], /Cannot query field "nope"/u],
    [
      ['explain', '--as', 'a', '--groups', 'ops', '--variables', '[', '{ __typename }'],
      /--variables must be a JSON object/u,
    ],
    [
      ['explain', '--as', 'a', '--groups', 'ops', '--variables', '[1]', '{ __typename }'],
      /--variables must be a JSON object/u,
    ],
    [
      ['explain', '--as', 'a', '--groups', 'ops', '--variables', 'null', '{ __typename }'],
      /--variables must be a JSON object/u,
    ],
    [
      [
        'explain',
        '--as',
        'a',
        '--groups',
        'ops',
        '--variables',
        '{"n":"x"}',
        'query ($n: Int) { flights(first: $n) { totalCount } }',
      ],
      /Variable "\$n" got invalid value "x"/u,
    ],
    [
      ['explain', '--as', 'a', '--groups', 'ops', '{ flights(first: -1) { totalCount } }'],
      /first must be a whole number/u,
    ],
    [['explain', '--as', 'a', '--groups', 'ops', 'SELECT 1'], /reads no governed table/u],
    [['explain', '--as', 'a', '--groups', 'ops', 'DROP TABLE flights'], /Syntax Error|not supported/u],
    [
      ['explain', '--as', 'a', '--groups', 'ops', 'fragment F on Flight { id }'],
      /Fragment "F" is never used|no operation/u,
    ],
    [['init', '--catalog', 'nope', '--schema', 'x'], /no such file for the schema nope\.x/u],
    [['init', '--catalog', '../..', '--schema', 'etc'], /no such file for the schema/u],
    [['init', '--schema', 'gold'], /required option '--catalog <name>' not specified/u],
    [['init', '--catalog', 'lakehouse', '--schema', 'gold', '--out', '/dev/null/x'], /ENOTDIR/u],
    [['check', '--against', 'no-such-revision'], /no-such-revision/u],
    [['check', '--against', '--output=/tmp/x'], /--output=\/tmp\/x/u],
    [['schema', 'nonsense'], /unknown command 'nonsense'/u],
    [['schema'], /Usage: medallion schema/u],
  ] satisfies readonly (readonly [readonly string[], RegExp])[])('%j', async (args, says) => {
    expectMessage(await medallion(args), says);
  });
});
