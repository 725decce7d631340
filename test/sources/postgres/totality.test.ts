import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import { type FunctionDefinition, NO_CLAUSES } from '../../../src/functions/definition.js';
import { aggregateCall, call } from '../../../src/functions/registry.js';
import type { Expression, ScalarValue } from '../../../src/query/expression.js';
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
  UUID,
} from '../../../src/query/types.js';
import { postgresDialect } from '../../../src/sources/postgres/dialect.js';
import { findPostgres } from '../../support/services/postgres-server.js';
import { isAbsent } from '../../support/services/service-needed.js';
import { type Database, openDatabase } from './open-database.js';
import { spelled } from './questions.js';

const { NaN: NAN, POSITIVE_INFINITY: INFINITE, NEGATIVE_INFINITY: BELOW } = Number;

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
  [FLOAT64, [NAN, INFINITE, BELOW, -0, 0, 5e-324, 1.7976931348623157e308, -1.7976931348623157e308, -1.5, 0.5, null]],
  [{ kind: 'float', bits: 32 }, [NAN, BELOW, 3.4028234663852886e38, 1e-45, 0, null]],
  [
    STRING,
    ['', '\\', '%', '_', 'a\\', "'", 'é', '🤦🏼‍♂️', 'e\u0301', '-5', '1e999', ' 12 ', '\n', 'x'.repeat(3000), null],
  ],
  [BINARY, [new Uint8Array(), new Uint8Array([0, 255, 128]), null]],
  [DATE, ['0001-01-01', '9999-12-31', '4714-11-24 BC', '5874897-12-31', 'infinity', '-infinity', null]],
  [TIMESTAMP_NTZ, ['0001-01-01 00:00:00', '4714-11-24 00:00:00 BC', '294276-12-31 23:59:59.999999', 'infinity', null]],
  [
    TIMESTAMP,
    ['0001-01-01 00:00:00+00', '4714-11-24 00:00:00+00 BC', '294276-12-31 23:59:59.999999+00', '-infinity', null],
  ],
  [UUID, ['6ba7b810-9dad-11d1-80b4-00c04fd430c8', null]],
  [JSON_TYPE, ['{"a":1}', 'null', '"é"']],
];

const TYPES = EXTREMES.map(([type]) => type);
const MAX_ARGUMENTS = 3;
/** Moments that no literal may say; each is drawn as rarely as another extreme. */
const isMoment = ({ kind }: DataType) => kind === 'date' || kind === 'timestamp';

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
  if (type.kind === 'string') {
    const anything = fc.string({ unit: 'binary', maxLength: 12 });
    return fc.oneof(
      extreme,
      anything.map((text) => text.replace(/[\p{Surrogate}\0]/gu, '')),
    );
  }
  return type.kind === 'float' && type.bits === 64 ? fc.oneof(extreme, fc.double()) : extreme;
}

const printed = (value: ScalarValue, type: DataType) =>
  isMoment(type) && value !== null
    ? `'${value}'::${postgresDialect.typeName(type)}`
    : postgresDialect.literal(value, type);

function resolve(definition: FunctionDefinition, args: readonly Expression[]): DataType | undefined {
  try {
    return (definition.kind === 'aggregate' ? aggregateCall(definition.id, args) : call(definition.id, args)).type;
  } catch {
    return undefined;
  }
}

const total = spelled.filter(({ total, kind }) => total && kind !== 'window');

describe.skipIf(isAbsent('PostgreSQL', findPostgres()))('a function declared total, on PostgreSQL', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(() => database?.close());

  async function ask(text: string): Promise<void> {
    try {
      await database.ask(text);
    } catch (error) {
      throw new Error(`${error instanceof GatewayError ? error.operatorDetail : error}\n${text}`);
    }
  }

  /** Both as constants and as columns; undefined where the registry or the dialect refuses the types or values. */
  async function run(definition: FunctionDefinition, types: readonly DataType[], values: readonly ScalarValue[]) {
    const typeAt = (index: number) => types[index] ?? STRING;
    const constants = values.map((value, index): Expression => ({ kind: 'literal', value, type: typeAt(index) }));
    const columns = values.map(
      (_, index): Expression => ({ kind: 'column', relation: 't', name: `c${index}`, type: typeAt(index) }),
    );
    const result = resolve(definition, constants);
    const spelling = definition.spelling.postgres;
    if (result === undefined || spelling === undefined) return undefined;
    const literals = values.map((value, index) => printed(value, typeAt(index)));
    const forms = [spelling(literals, types, result, NO_CLAUSES)];
    const ofColumns = resolve(definition, columns);
    if (ofColumns !== undefined)
      forms.push(
        spelling(
          columns.map((_, index) => `t.c${index}`),
          types,
          ofColumns,
          NO_CLAUSES,
        ),
      );
    const items = literals.map((text, index) => `${text} AS c${index}`);
    await ask(`WITH t AS MATERIALIZED (SELECT ${['0 AS c', ...items].join(', ')}) SELECT ${forms.join(', ')} FROM t`);
    return 'ran';
  }

  it.each(total.map((definition) => [definition.id, definition] as const))(
    '%s raises for no value of its types',
    async (_id, definition) => {
      let ran = 0;
      const picked = fc
        .constantFrom(...signatures(definition))
        .chain((types) => fc.tuple(fc.constant(types), fc.tuple(...types.map(anyValue))));
      await fc.assert(
        fc.asyncProperty(picked, async ([types, values]) => {
          if ((await run(definition, types, values)) === 'ran') ran += 1;
        }),
        { numRuns: 100 },
      );
      expect(ran).toBeGreaterThan(0);
    },
  );

  it('would be noticed: what is not declared total does raise', async () => {
    const divide = spelled.find(({ id }) => id === 'divide') ?? expect.fail('no division');
    await expect(run(divide, [INT32, INT32], [1n, 0n])).rejects.toThrow('22012');
  });

  it('at the ends of a DOUBLE gives what a DOUBLE is there', async () => {
    const double = (value: number) => postgresDialect.literal(value, FLOAT64);
    const of = (id: string, ...values: readonly number[]) =>
      spelled
        .find((entry) => entry.id === id)
        ?.spelling.postgres?.(
          values.map(double),
          values.map(() => FLOAT64),
          FLOAT64,
          NO_CLAUSES,
        );
    const pairs: readonly (readonly [string, readonly number[], number | null])[] = [
      ['power', [10, 309], INFINITE],
      ['power', [10, 308], 1e308],
      ['power', [-10, 309], BELOW],
      ['power', [-10, 310], INFINITE],
      ['power', [10, -320], 1e-320],
      ['power', [10, -400], 0],
      ['power', [-2, 0.5], NAN],
      ['power', [BELOW, 0.5], INFINITE],
      ['power', [0, -1], INFINITE],
      ['power', [2, INFINITE], INFINITE],
      ['exp', [710], INFINITE],
      ['exp', [-746], 0],
      ['exp', [NAN], NAN],
      ['try_divide', [1e308, 1e-10], INFINITE],
      ['try_divide', [-1e308, 1e-10], BELOW],
      ['try_divide', [1e-308, 1e300], 0],
      ['try_divide', [1, INFINITE], 0],
      ['try_divide', [NAN, 0], null],
      ['try_divide', [1, NAN], NAN],
    ];
    const { rows } = await database.ask(`SELECT ${pairs.map(([id, values]) => of(id, ...values)).join(', ')}`);
    const near = (value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);
    expect(rows[0]?.map(near)).toEqual(pairs.map(([, , expected]) => near(expected)));
  });
});
