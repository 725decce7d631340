import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import type { CaseValue, FunctionCase, FunctionDefinition } from '../../../src/functions/definition.js';
import { aggregateCall, allFunctions, call } from '../../../src/functions/registry.js';
import { column, project } from '../../../src/query/build.js';
import type { Expression, NamedExpression } from '../../../src/query/expression.js';
import type { Relation } from '../../../src/query/relation.js';
import { type DataType, INT64 } from '../../../src/query/types.js';
import type { MysqlSource } from '../../../src/sources/mysql/mysql-source.js';
import { printStatement } from '../../../src/sql/print-statement.js';
import { findMariadb, type MariadbServer, startMariadb } from '../../support/services/mariadb-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { openSource } from './open-mariadb.js';
import { concerned, described, REFUSED_CASES, REFUSED_FUNCTIONS } from './refusals.js';

const spelled = allFunctions().filter(({ spelling }) => spelling.mysql !== undefined);
const refused = new Set<string>();
let answered = 0;

let server: MariadbServer;
let source: MysqlSource;

const UNIT: Relation = { kind: 'values', alias: 'u', fields: [], rows: [[]] };
const literal = ({ value, type }: CaseValue): Expression => ({ kind: 'literal', value, type });

function called(definition: FunctionDefinition, args: readonly Expression[]): Expression {
  switch (definition.kind) {
    case 'scalar':
      return call(definition.id, args);
    case 'aggregate':
      return aggregateCall(definition.id, args);
    case 'window': {
      const type = definition.resolve(args.map((arg) => arg.type)) ?? expect.fail('it takes no such arguments');
      const orderBy = [{ expression: ONE, direction: 'asc', nulls: 'last' } as const];
      const over = { partitionBy: [], orderBy, frame: undefined, filter: undefined };
      return { kind: 'window-call', function: definition.id, arguments: args, ...over, type };
    }
  }
}

const ONE: Expression = { kind: 'literal', value: 1n, type: INT64 };

/** The arguments as columns of one row that no optimiser looks into, where the function takes columns. */
function asColumns(definition: FunctionDefinition, { arguments: values }: FunctionCase): readonly Expression[] {
  const args = values.map(literal);
  values.forEach(({ type }, index) => {
    const tried = args.map((arg, at) => (at === index ? column('t', `c${index}`, type) : arg));
    try {
      called(definition, tried);
      args[index] = column('t', `c${index}`, type);
    } catch {
      // A constant is required here.
    }
  });
  return args;
}

function relationOf(definition: FunctionDefinition, given: FunctionCase, args: readonly Expression[]): Relation {
  const items: NamedExpression[] = given.arguments.map((value, index) => ({
    name: `c${index}`,
    expression: literal(value),
  }));
  const input: Relation = { kind: 'barrier', input: project(UNIT, 't', [{ name: 'one', expression: ONE }, ...items]) };
  const expression = called(definition, args);
  const result = (relation: Relation, value: Expression) =>
    project(relation, 'out', [{ name: 'v', expression: value }]);
  const of = [{ name: 'a', expression }];
  if (definition.kind === 'scalar') return result(input, expression);
  const above: Relation =
    definition.kind === 'window'
      ? { kind: 'window', input, alias: 'g', items: of }
      : { kind: 'aggregate', input, alias: 'g', groups: [], groupingSets: undefined, aggregates: of };
  return result(above, column('g', 'a', expression.type));
}

function comparable(value: unknown, type: DataType): unknown {
  if (value === null || value === undefined) return null;
  if (type.kind === 'float') return Number(Number(value).toPrecision(12));
  if (type.kind === 'integer') return BigInt(String(value));
  if (type.kind === 'decimal') return String(value);
  return type.kind === 'binary' ? Buffer.from(value as Uint8Array).toString('hex') : value;
}

/** Refused when it is printed, or by its spelling for a value that has no exact form. */
const isRefusal = ({ code, sqlState }: GatewayError) => code === 'NOT_SUPPORTED' || sqlState === '0A000';

/** What is wrong with the answer; undefined: nothing, or it is refused. */
async function judge(definition: FunctionDefinition, given: FunctionCase, how: string, args: readonly Expression[]) {
  const { type } = called(definition, args);
  try {
    const statement = printStatement(relationOf(definition, given, args), source.dialect);
    try {
      const options = { signal: AbortSignal.timeout(20_000), timeoutMs: 20_000, singleRow: true };
      const { batches } = await source.execute(statement, options);
      const values: unknown[] = [];
      for await (const batch of batches) values.push(...(batch.columns[0] ?? []));
      answered += 1;
      const [found, wanted] = [values[0], given.expected].map((value) => comparable(value, type));
      if (values.length === 1 && Object.is(found, wanted)) return undefined;
      return `${how}: ${String(found)}, expected ${String(wanted)} of ${statement.text}`;
    } catch (error) {
      if (!(error instanceof GatewayError) || isRefusal(error)) throw error;
      return `${how}: ${error.code} ${error.operatorDetail} of ${statement.text}`;
    }
  } catch (error) {
    if (!(error instanceof GatewayError) || !isRefusal(error)) throw error;
    refused.add(definition.id);
    return undefined;
  }
}

describe.skipIf(isAbsent('MariaDB', findMariadb()))('every function that has a spelling for MySQL', () => {
  beforeAll(async () => {
    server = await startMariadb();
    source = openSource(server);
  });
  afterAll(async () => {
    await source?.close();
    await server?.stop();
  });

  it.each(spelled.map((definition) => [definition.id, definition] as const))('%s', async (_id, definition) => {
    const wrong: (string | undefined)[] = [];
    for (const [index, given] of definition.cases.entries()) {
      const constants = given.arguments.map(literal);
      wrong.push(await judge(definition, given, `case ${index + 1} as constants`, constants));
      wrong.push(await judge(definition, given, `case ${index + 1} as columns`, asColumns(definition, given)));
    }
    expect(wrong.filter((fault) => fault !== undefined)).toEqual([]);
  });

  it('is all of the registry but what is refused for a reason', () => {
    const others = allFunctions().filter((definition) => !spelled.includes(definition));
    console.log(`${spelled.length} functions, ${others.length} refused:\n${described(REFUSED_FUNCTIONS)}`);
    expect(others.map(({ id }) => id).sort()).toEqual(concerned(REFUSED_FUNCTIONS));
  });

  it('answers nearly all of their cases', () => {
    console.log(`${answered} answers; of some values refused: ${[...refused].join(', ')}`);
    expect([...refused].sort()).toEqual(concerned(REFUSED_CASES));
    expect(answered).toBeGreaterThan(600);
  });
});
