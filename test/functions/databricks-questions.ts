import { expect } from 'vitest';
import { GatewayError } from '../../src/errors.js';
import { type CaseValue, type FunctionDefinition, NO_CLAUSES } from '../../src/functions/definition.js';
import { aggregateCall, allFunctions, call } from '../../src/functions/registry.js';
import type { Expression, ScalarValue } from '../../src/query/expression.js';
import { type DataType, sameType } from '../../src/query/types.js';
import { databricksDialect } from '../../src/sources/databricks/dialect.js';

const { literal: spellLiteral, typeName } = databricksDialect;

const literal = ({ value, type }: CaseValue): Expression => ({ kind: 'literal', value, type });
const column = ({ type }: CaseValue, name: string): Expression => ({ kind: 'column', relation: 't', name, type });

function resolved(definition: FunctionDefinition, args: readonly Expression[]): DataType {
  if (definition.kind === 'window') return definition.resolve([]) ?? expect.fail('a window takes no arguments');
  return (definition.kind === 'aggregate' ? aggregateCall(definition.id, args) : call(definition.id, args)).type;
}

function spell(definition: FunctionDefinition, args: readonly Expression[], result: DataType): string {
  const texts = args.map((arg) => {
    if (arg.kind === 'column') return `t.${arg.name}`;
    return arg.kind === 'literal' ? spellLiteral(arg.value, arg.type) : expect.fail('unexpected argument');
  });
  const types = args.map((arg) => arg.type);
  const text = definition.spelling.databricks?.(texts, types, result, NO_CLAUSES) ?? expect.fail('no spelling');
  if (definition.kind !== 'window') return text;
  const node = { kind: 'window-call', function: definition.id, arguments: [], partitionBy: [], orderBy: [] } as const;
  return databricksDialect.windows.result(`${text} OVER (ORDER BY 1)`, { ...node, type: result });
}

/** Columns where the function takes them; where it wants a constant, that stays. */
function asColumns(
  definition: FunctionDefinition,
  values: readonly CaseValue[],
  nameOf: (index: number) => string,
): readonly Expression[] {
  const args = values.map(literal);
  values.forEach((value, index) => {
    const tried = args.map((arg, at) => (at === index ? column(value, nameOf(index)) : arg));
    try {
      resolved(definition, tried);
      args[index] = column(value, nameOf(index));
    } catch {
      // A constant is required here.
    }
  });
  return args;
}

function comparable(value: unknown, type: DataType): unknown {
  if (value === null || value === undefined) return null;
  if (type.kind === 'float') return Number(Number(value).toPrecision(12));
  if (type.kind === 'integer') return BigInt(String(value));
  if (type.kind === 'decimal') return String(value);
  if (type.kind === 'array' && typeof value !== 'string') {
    return `[${(value as unknown[]).map((item) => item ?? 'NULL').join(', ')}]`;
  }
  return type.kind === 'array' ? String(value).replaceAll("''", '') : value;
}

/** What a warehouse is asked, and what it must answer. */
export interface Question {
  readonly title: string;
  readonly expression: string;
  /** Columns of the table `t` that the expression reads, whose names are theirs alone among a function's questions. */
  readonly items: readonly string[];
  readonly type: DataType;
  readonly expected: ScalarValue;
}

/** None where the dialect refuses: a type that it has not, a zone, an interval of months. */
function unlessRefused(make: () => readonly Question[], refused: () => void): readonly Question[] {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'NOT_SUPPORTED') throw error;
    refused();
    return [];
  }
}

/**
 * A case as constants, and as columns of a table that no optimiser can look into.
 * @param refused told of a case that the dialect has no types for
 */
export function questionsOf(
  definition: FunctionDefinition,
  refused: (title: string) => void = () => undefined,
): readonly Question[] {
  return definition.cases.flatMap((example, index) =>
    unlessRefused(
      () => {
        const constants = example.arguments.map(literal);
        const type = resolved(definition, constants);
        // Its cases give DuckDB's text of an interval.
        if (type.kind === 'interval') return [];
        const nameOf = (at: number) => `c${index}_${at}`;
        const items = example.arguments.map((arg, at) => `${spellLiteral(arg.value, arg.type)} AS ${nameOf(at)}`);
        const named = (how: string) => `case ${index + 1} as ${how}`;
        const { expected } = example;
        const columns = asColumns(definition, example.arguments, nameOf);
        return [
          { title: named('constants'), expression: spell(definition, constants, type), items: [], type, expected },
          { title: named('columns'), expression: spell(definition, columns, type), items, type, expected },
        ];
      },
      () => refused(`${definition.id} case ${index + 1}`),
    ),
  );
}

/** One statement of some of a function's questions, a column each, over a table that no optimiser can look into. */
export function asked(questions: readonly Question[]): string {
  const items = questions.flatMap((question) => question.items);
  const from = items.length === 0 ? '' : ` FROM (SELECT ${['rand() AS r', ...items].join(', ')}) AS t`;
  return `SELECT ${questions.map(({ expression }, index) => `${expression} AS v${index}`).join(', ')}${from}`;
}

/** What is wrong with an answer, a line each. @param found the type that the engine gave it */
export function faultsOf(
  { title, expression, type, expected }: Question,
  value: unknown,
  found: DataType,
): readonly string[] {
  const wrong: string[] = [];
  const given = comparable(value, type);
  const wanted = comparable(expected, type);
  const isSame =
    given instanceof Uint8Array && wanted instanceof Uint8Array
      ? Buffer.compare(given, wanted) === 0
      : Object.is(given, wanted);
  if (!isSame) wrong.push(`${title}: ${String(given)}, expected ${String(wanted)} of ${expression}`);
  const isDeclared =
    typeName(found) === typeName(type) || (found.kind === 'null' && given === null) || sameType(found, type);
  if (!isDeclared) wrong.push(`${title}: type ${typeName(found)}, expected ${typeName(type)} of ${expression}`);
  return wrong;
}

/** Every function that has a Databricks spelling. */
export const spelled = allFunctions().filter(({ spelling }) => spelling.databricks !== undefined);
