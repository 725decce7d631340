import { expect } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import { type CaseValue, type FunctionDefinition, NO_CLAUSES } from '../../../src/functions/definition.js';
import { aggregateCall, allFunctions, call } from '../../../src/functions/registry.js';
import type { Expression, ScalarValue } from '../../../src/query/expression.js';
import type { DataType } from '../../../src/query/types.js';
import { postgresDialect } from '../../../src/sources/postgres/dialect.js';

const literal = ({ value, type }: CaseValue): Expression => ({ kind: 'literal', value, type });
const column = ({ type }: CaseValue, name: string): Expression => ({ kind: 'column', relation: 't', name, type });

function resolved(definition: FunctionDefinition, args: readonly Expression[]): DataType {
  if (definition.kind === 'window') return definition.resolve([]) ?? expect.fail('a window takes no arguments');
  return (definition.kind === 'aggregate' ? aggregateCall(definition.id, args) : call(definition.id, args)).type;
}

function spell(definition: FunctionDefinition, args: readonly Expression[], result: DataType): string {
  const texts = args.map((arg) => {
    if (arg.kind === 'column') return `t.${arg.name}`;
    return arg.kind === 'literal' ? postgresDialect.literal(arg.value, arg.type) : expect.fail('unexpected argument');
  });
  const types = args.map((arg) => arg.type);
  const text = definition.spelling.postgres?.(texts, types, result, NO_CLAUSES) ?? expect.fail('no spelling');
  if (definition.kind !== 'window') return text;
  const node = { kind: 'window-call', function: definition.id, arguments: [], partitionBy: [], orderBy: [] } as const;
  return postgresDialect.windows.result(`${text} OVER ()`, { ...node, type: result });
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

/** What a server is asked, and what it must answer. */
export interface Question {
  readonly title: string;
  readonly expression: string;
  /** Columns of the table `t` that the expression reads. */
  readonly items: readonly string[];
  readonly type: DataType;
  /** Text of an expression that gives what is expected; of an interval it does not matter how it is written. */
  readonly expected: ScalarValue;
}

const show = ({ value }: CaseValue) => (typeof value === 'bigint' ? String(value) : JSON.stringify(value));

/** A case as constants and as columns. @param refused told of a case that the dialect has no form for */
export function questionsOf(definition: FunctionDefinition, refused: (title: string) => void): readonly Question[] {
  return definition.cases.flatMap((example, index) => {
    const title = `${definition.id}(${example.arguments.map(show).join(', ')})`;
    try {
      const constants = example.arguments.map(literal);
      const type = resolved(definition, constants);
      const nameOf = (at: number) => `c${index}_${at}`;
      const items = example.arguments.map(
        (arg, at) =>
          `${postgresDialect.literal(arg.value, arg.type)}${arg.type.kind === 'null' ? '::text' : ''} AS ${nameOf(at)}`,
      );
      const { expected } = example;
      const columns = asColumns(definition, example.arguments, nameOf);
      return [
        { title, expression: spell(definition, constants, type), items: [], type, expected },
        { title: `${title} of columns`, expression: spell(definition, columns, type), items, type, expected },
      ];
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== 'NOT_SUPPORTED') throw error;
      refused(title);
      return [];
    }
  });
}

/** One statement of some questions, a column each, over a table whose one row the planner does not look into. */
export function asked(questions: readonly Question[]): string {
  const items = questions.flatMap((question) => question.items);
  const table = `t AS MATERIALIZED (SELECT ${['0 AS c', ...items].join(', ')})`;
  const columns = questions.map(({ expression }, index) => `${expression} AS v${index}`);
  return `WITH ${table} SELECT ${columns.join(', ')} FROM t`;
}

/** A value that compares: floats at 12 digits, arrays as the cases write them. */
export function comparable(value: unknown, type: DataType): unknown {
  if (value === null || value === undefined) return null;
  if (type.kind === 'float') return Number(Number(value).toPrecision(12));
  if (type.kind === 'decimal') return String(value);
  if (type.kind === 'integer') return BigInt(String(value));
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (type.kind === 'array' && typeof value !== 'string') {
    return `[${(value as readonly unknown[]).map((item) => item ?? 'NULL').join(', ')}]`;
  }
  return type.kind === 'array' ? String(value).replaceAll("''", '') : value;
}

/** Every function that has a spelling of PostgreSQL. */
export const spelled = allFunctions().filter(({ spelling }) => spelling.postgres !== undefined);
