import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseValue, type FunctionDefinition, NO_CLAUSES } from '../../src/functions/definition.js';
import { aggregateCall, allFunctions, call } from '../../src/functions/registry.js';
import type { Expression } from '../../src/query/expression.js';
import type { DataType } from '../../src/query/types.js';
import { literal as duckdbLiteral } from '../../src/sources/duckdb/literal.js';
import { canonical, type Duckdb, duckdbType, openDuckdb } from './duckdb.js';

let engine: Duckdb;
beforeAll(async () => {
  engine = await openDuckdb();
});
afterAll(() => engine.close());

const literal = ({ value, type }: CaseValue): Expression => ({ kind: 'literal', value, type });
const column = ({ type }: CaseValue, index: number): Expression => ({
  kind: 'column',
  relation: 't',
  name: `c${index}`,
  type,
});

function resolved(definition: FunctionDefinition, args: readonly Expression[]): DataType {
  if (definition.kind === 'window') return definition.resolve([]) ?? expect.fail('a window takes no arguments');
  return (definition.kind === 'aggregate' ? aggregateCall(definition.id, args) : call(definition.id, args)).type;
}

function spell(definition: FunctionDefinition, args: readonly Expression[], result: DataType): string {
  const texts = args.map((arg) => {
    if (arg.kind === 'column') return `t.${arg.name}`;
    return arg.kind === 'literal' ? duckdbLiteral(arg.value, arg.type) : expect.fail('unexpected argument');
  });
  const types = args.map((arg) => arg.type);
  const text = definition.spelling.duckdb?.(texts, types, result, NO_CLAUSES) ?? expect.fail('no spelling');
  return definition.kind === 'window' ? `${text} OVER ()` : text;
}

/** Columns where the function takes them; where it wants a constant, that stays. */
function asColumns(definition: FunctionDefinition, values: readonly CaseValue[]): readonly Expression[] {
  const args = values.map(literal);
  values.forEach((value, index) => {
    const tried = args.map((arg, at) => (at === index ? column(value, index) : arg));
    try {
      resolved(definition, tried);
      args[index] = column(value, index);
    } catch {
      // A constant is required here.
    }
  });
  return args;
}

const show = (value: CaseValue) =>
  typeof value.value === 'bigint' ? String(value.value) : JSON.stringify(value.value);

describe.each(allFunctions().map((definition) => ({ id: definition.id, definition })))('$id', ({ definition }) => {
  it('says what it is', () => {
    const noAnswer = definition.identity || !definition.deterministic || definition.kind === 'window';
    if (!noAnswer) expect(definition.cases.length).toBeGreaterThanOrEqual(3);
    if (definition.identity) expect(definition.spelling).toEqual({});
    else expect(definition.spelling.duckdb).toBeDefined();
    if (definition.leakproof) expect(definition.total).toBe(true);
    if (!noAnswer && definition.nulls === 'strict') {
      const nullCase = definition.cases.some((example) => example.arguments.some((arg) => arg.value === null));
      expect(nullCase, 'a case with a NULL').toBe(true);
    }
  });

  it.each(definition.cases.map((example) => ({ example, name: example.arguments.map(show).join(', ') })))(
    '($name)',
    async ({ example }) => {
      const literals = example.arguments.map(literal);
      const result = resolved(definition, literals);
      const constant = await engine.answer(spell(definition, literals, result));
      expect(canonical(constant.text, result)).toBe(canonical(example.expected, result));
      // DuckDB types a NULL that it folded as "NULL", which takes any type.
      if (constant.text !== null) expect(constant.type).toBe(duckdbType(result));

      const columns = asColumns(definition, example.arguments);
      const items = example.arguments.map((arg, index) => `${duckdbLiteral(arg.value, arg.type)} AS c${index}`);
      await engine.run(`CREATE OR REPLACE TEMP TABLE t AS SELECT ${['0 AS c', ...items].join(', ')}`);
      const fromTable = await engine.answer(spell(definition, columns, result), 'FROM t');
      expect(canonical(fromTable.text, result)).toBe(canonical(example.expected, result));
      expect(fromTable.type).toBe(duckdbType(result));
    },
  );

  it('answers NULL for any NULL argument if it is strict', async () => {
    if (definition.nulls !== 'strict' || definition.kind !== 'scalar') return;
    for (const example of definition.cases) {
      for (const index of example.arguments.keys()) {
        const args = example.arguments.map((arg, at) => literal(at === index ? { ...arg, value: null } : arg));
        let result: DataType;
        try {
          result = resolved(definition, args);
        } catch {
          continue;
        }
        expect((await engine.answer(spell(definition, args, result))).text, `argument ${index}`).toBeNull();
      }
    }
  });
});

it('spells the clock, which has no fixed answers, at its types', async () => {
  for (const id of ['current_date', 'current_timestamp']) {
    const { type } = call(id, []);
    const text = allFunctions()
      .find((entry) => entry.id === id)
      ?.spelling.duckdb?.([], [], type, NO_CLAUSES);
    expect((await engine.answer(text ?? '')).type).toBe(duckdbType(type));
  }
});

it('keeps one spelling operand-safe: a negation and a comparison of every case still parse and agree', async () => {
  for (const definition of allFunctions()) {
    if (definition.kind !== 'scalar') continue;
    for (const example of definition.cases) {
      const args = example.arguments.map(literal);
      const result = resolved(definition, args);
      const text = spell(definition, args, result);
      const alone = await engine.answer(text);
      const operand = await engine.answer(`CASE WHEN ${text} IS NULL THEN NULL ELSE ${text} END`);
      expect(operand.text, text).toBe(alone.text);
      const compared = await engine.answer(`(${text} IS NOT DISTINCT FROM ${text})::VARCHAR || 'x'`);
      expect(compared.text, text).toBe('truex');
    }
  }
});
