import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FunctionDefinition, NO_CLAUSES } from '../../src/functions/definition.js';
import { aggregateCall, allFunctions, call } from '../../src/functions/registry.js';
import type { Expression, ScalarValue } from '../../src/query/expression.js';
import {
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  JSON_TYPE,
  printType,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
} from '../../src/query/types.js';
import { type Duckdb, duckdbLiteral, openDuckdb } from './duckdb.js';

let engine: Duckdb;
beforeAll(async () => {
  engine = await openDuckdb();
});
afterAll(() => engine.close());

/** Values at the edges of each type, as the engine can store them. */
const EXTREMES: readonly (readonly [DataType, readonly ScalarValue[]])[] = [
  [BOOLEAN, [true, false, null]],
  [{ kind: 'integer', bits: 8 }, [-128n, 127n, 0n, null]],
  [INT32, [-2147483648n, 2147483647n, 0n, -1n, 1n, 5n, null]],
  [INT64, [-9223372036854775808n, 9223372036854775807n, 0n, -1n, null]],
  [decimalType(4, 2), ['-99.99', '99.99', '0.00', '0.05', null]],
  [decimalType(38, 0), [`-${'9'.repeat(38)}`, '9'.repeat(38), '0', null]],
  [decimalType(38, 18), [`-${'9'.repeat(20)}.${'9'.repeat(18)}`, '0.000000000000000001', null]],
  [decimalType(38, 38), [`0.${'9'.repeat(38)}`, `-0.${'9'.repeat(38)}`, null]],
  [
    FLOAT64,
    [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      -0,
      5e-324,
      1.7976931348623157e308,
      -1.5,
      0.5,
      null,
    ],
  ],
  [{ kind: 'float', bits: 32 }, [Number.NaN, Number.NEGATIVE_INFINITY, 3.4e38, -1e-45, 0, null]],
  [
    STRING,
    [
      '',
      '\\',
      '%',
      '_',
      'a\\',
      "'",
      'é',
      '🤦🏼‍♂️',
      '\u0000x',
      'e\u0301',
      '-5',
      '1e999',
      '9999-99-99',
      ' 12 ',
      '\n',
      'x'.repeat(3000),
      null,
    ],
  ],
  [BINARY, [new Uint8Array(), new Uint8Array([0, 255, 128]), null]],
  [
    DATE,
    ['0001-01-01', '9999-12-31', '1970-01-01', '5881580-07-10', '5877642-06-25 (BC)', 'infinity', '-infinity', null],
  ],
  [
    TIMESTAMP_NTZ,
    ['0001-01-01 00:00:00', '294247-01-10 04:00:54.775806', '290309-12-22 (BC) 00:00:00', 'infinity', null],
  ],
  [
    TIMESTAMP,
    ['0001-01-01 00:00:00+00', '9999-12-31 23:59:59.999999+00', '294247-01-10 04:00:54.775806+00', 'infinity', null],
  ],
  [JSON_TYPE, ['{"a":1}', 'null', '"é"']],
];

const TYPES = EXTREMES.map(([type]) => type);
const MAX_ARGUMENTS = 3;

/** Every list of up to three argument types that a function takes. */
function signatures(definition: FunctionDefinition): readonly (readonly DataType[])[] {
  let lists: readonly (readonly DataType[])[] = [[]];
  const taken: (readonly DataType[])[] = definition.resolve([]) === undefined ? [] : [[]];
  for (let count = 1; count <= MAX_ARGUMENTS; count += 1) {
    lists = lists.flatMap((list) => TYPES.map((type) => [...list, type]));
    taken.push(...lists.filter((list) => definition.resolve(list) !== undefined));
  }
  return taken;
}

const valuesOf = (type: DataType) => EXTREMES.find(([known]) => printType(known) === printType(type))?.[1] ?? [];

/** A random value: an extreme, or for text and floats anything. */
function anyValue(type: DataType): fc.Arbitrary<ScalarValue> {
  const extreme = fc.constantFrom(...valuesOf(type));
  if (type.kind === 'string')
    return fc.oneof(
      extreme,
      fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replace(/\p{Surrogate}/gu, '')),
    );
  if (type.kind === 'float' && type.bits === 64) return fc.oneof(extreme, fc.double());
  if (type.kind === 'integer' && type.bits === 32) return fc.oneof(extreme, fc.integer().map(BigInt));
  return extreme;
}

const storable = (value: ScalarValue) => (typeof value === 'string' ? value.replaceAll('\u0000', '') : value);

function resolve(definition: FunctionDefinition, args: readonly Expression[]): DataType | undefined {
  try {
    return (definition.kind === 'aggregate' ? aggregateCall(definition.id, args) : call(definition.id, args)).type;
  } catch {
    return undefined;
  }
}

/** What the registry refuses for its value (a pattern, a digit count) never reaches the engine. */
async function run(definition: FunctionDefinition, types: readonly DataType[], values: readonly ScalarValue[]) {
  const args = values.map(
    (value, index): Expression => ({ kind: 'literal', value: storable(value), type: types[index] ?? STRING }),
  );
  const result = resolve(definition, args);
  if (result === undefined) return 'refused';
  const literals = values.map((value, index) => duckdbLiteral(storable(value), types[index] ?? STRING));
  const spelling = definition.spelling.duckdb ?? expect.fail('no spelling');
  const constants = spelling(literals, types, result, NO_CLAUSES);
  await engine.answer(constants);
  const columns = values.map(
    (_, index): Expression => ({ kind: 'column', relation: 't', name: `c${index}`, type: types[index] ?? STRING }),
  );
  if (resolve(definition, columns) === undefined) return 'ran';
  const names = values.map((_, index) => `t.c${index}`);
  const items = literals.map((text, index) => `${text} AS c${index}`);
  await engine.run(`CREATE OR REPLACE TEMP TABLE t AS SELECT ${['0 AS c', ...items].join(', ')}`);
  await engine.answer(spelling(names, types, result, NO_CLAUSES), 'FROM t');
  return 'ran';
}

const total = allFunctions().filter(
  (definition) => definition.total && !definition.identity && definition.kind !== 'window',
);

describe('a function declared total raises for no value of its types', () => {
  it.each(total.map((definition) => ({ id: definition.id, definition })))(
    '$id',
    async ({ definition }) => {
      const all = signatures(definition);
      expect(all.length).toBeGreaterThan(0);
      let ran = 0;
      const picked = fc
        .constantFrom(...all)
        .chain((types) => fc.tuple(fc.constant(types), fc.tuple(...types.map(anyValue))));
      await fc.assert(
        fc.asyncProperty(picked, async ([types, values]) => {
          if ((await run(definition, types, values)) === 'ran') ran += 1;
        }),
        { numRuns: 150 },
      );
      expect(ran).toBeGreaterThan(0);
    },
    60_000,
  );
});

it('would notice: what is not declared total does raise', async () => {
  const raising: readonly (readonly [string, readonly DataType[], readonly ScalarValue[]])[] = [
    ['divide', [INT32, INT32], [1n, 0n]],
    ['integer_divide', [INT32, INT32], [1n, 0n]],
    ['modulo', [INT32, INT32], [1n, 0n]],
    ['add', [INT32, INT32], [2147483647n, 1n]],
    ['multiply', [decimalType(38, 0), decimalType(38, 0)], ['9'.repeat(38), '9'.repeat(38)]],
    ['negate', [INT32], [-2147483648n]],
    ['abs', [INT64], [-9223372036854775808n]],
    ['floor', [FLOAT64], [Number.NaN]],
    ['date_add', [DATE, INT32], ['5881580-07-10', 2147483647n]],
    ['make_date', [INT32, INT32, INT32], [2001n, 2n, 30n]],
  ];
  for (const [id, types, values] of raising) {
    const definition = allFunctions().find((entry) => entry.id === id) ?? expect.fail(id);
    expect(definition.total, id).toBe(false);
    await expect(run(definition, types, values), `${id}(${values.join(', ')})`).rejects.toThrow();
  }
});
