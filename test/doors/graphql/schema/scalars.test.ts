import { GraphQLError, parseValue } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { GraphQLScalarName } from '../../../../src/catalog/contract.js';
import { SCALAR_NAMES, SCALARS } from '../../../../src/doors/graphql/schema/scalars.js';

interface ScalarCases {
  /** Literal in a document → parsed value. */
  readonly literals: readonly (readonly [string, unknown])[];
  /** Value of a variable → parsed value. */
  readonly variables: readonly (readonly [unknown, unknown])[];
  readonly badLiterals: readonly string[];
  readonly badVariables: readonly unknown[];
  /** What a resolver or the parser gives → JSON. */
  readonly outputs: readonly (readonly [unknown, unknown])[];
  readonly badOutputs: readonly unknown[];
}

const bytes = (...values: readonly number[]): Uint8Array => new Uint8Array(values);

const CASES: Readonly<Record<GraphQLScalarName, ScalarCases>> = {
  ID: {
    literals: [
      ['"a"', 'a'],
      ['""', ''],
      ['7', '7'],
      ['9007199254740993', '9007199254740993'],
    ],
    variables: [
      ['a', 'a'],
      [7, '7'],
      [-7, '-7'],
    ],
    badLiterals: ['1.5', 'true', 'A', '[1]', '{a: 1}'],
    badVariables: [1.5, 2 ** 53, Number.NaN, true, {}, ['a']],
    outputs: [
      ['a', 'a'],
      [7, '7'],
      [7n, '7'],
    ],
    badOutputs: [1.5, true, {}, null],
  },
  String: {
    literals: [
      ['"x"', 'x'],
      ['"""block"""', 'block'],
    ],
    variables: [['x', 'x']],
    badLiterals: ['1', 'true', 'A'],
    badVariables: [1, true, {}],
    outputs: [['x', 'x']],
    badOutputs: [{}],
  },
  Boolean: {
    literals: [
      ['true', true],
      ['false', false],
    ],
    variables: [[true, true]],
    badLiterals: ['"true"', '1'],
    badVariables: ['true', 1],
    outputs: [[true, true]],
    badOutputs: ['true'],
  },
  Int: {
    literals: [
      ['2147483647', 2147483647],
      ['-2147483648', -2147483648],
    ],
    variables: [[1, 1]],
    badLiterals: ['2147483648', '1.0', '"1"'],
    badVariables: [2147483648, 1.5, '1'],
    outputs: [[1, 1]],
    badOutputs: [1.5, 2 ** 31],
  },
  Float: {
    literals: [
      ['1.5', 1.5],
      ['1', 1],
      ['-1e3', -1000],
    ],
    variables: [
      [1.5, 1.5],
      [0, 0],
    ],
    badLiterals: ['1e999', '-1e999', '"1.5"', 'NaN', 'true'],
    badVariables: [Number.NaN, Number.POSITIVE_INFINITY, '1.5', 1n, true],
    outputs: [[1.5, 1.5]],
    badOutputs: [Number.NaN, Number.NEGATIVE_INFINITY, '1.5'],
  },
  BigInt: {
    literals: [
      ['9223372036854775807', 9223372036854775807n],
      ['-9223372036854775808', -9223372036854775808n],
      ['"9007199254740993"', 9007199254740993n],
      ['-0', 0n],
    ],
    variables: [
      [1, 1n],
      ['1', 1n],
      ['-5', -5n],
      [7n, 7n],
      [Number.MAX_SAFE_INTEGER, 9007199254740991n],
    ],
    badLiterals: [
      '9223372036854775808',
      '-9223372036854775809',
      '1.0',
      '1e3',
      '"1.0"',
      '"0x10"',
      '"007"',
      '""',
      'true',
    ],
    badVariables: [1.5, 2 ** 53, '1_000', ' 1', '1\n', '+1', `1${'0'.repeat(1_000_000)}`, true, {}, 2n ** 63n],
    outputs: [
      [1n, '1'],
      ['12', '12'],
      [12, '12'],
    ],
    badOutputs: [1.5, '1.5', true],
  },
  Decimal: {
    literals: [
      ['1.50', '1.50'],
      ['12', '12'],
      ['-0.10', '-0.10'],
      ['1e3', '1000'],
      ['1.25e1', '12.5'],
      ['1.25E-3', '0.00125'],
      ['"12345678901234567890.123456789012345678"', '12345678901234567890.123456789012345678'],
      ['99999999999999999999999999999999999999', '9'.repeat(38)],
      ['-0.00', '0.00'],
      ['1e-38', `0.${'0'.repeat(37)}1`],
    ],
    variables: [
      ['1.50', '1.50'],
      [0.1, '0.1'],
      [1e-7, '0.0000001'],
      [12, '12'],
      [9007199254740991, '9007199254740991'],
      [-1.5, '-1.5'],
      ['0', '0'],
    ],
    badLiterals: [`1${'0'.repeat(38)}`, '1e38', '1e-39', '1e999999', '"1,5"', '"1."', '".5"', '"NaN"', '"01"', 'true'],
    badVariables: [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      2 ** 53,
      1e21,
      0.1 + 0.2,
      '1e',
      '1\n',
      '',
      '1'.repeat(1_000_000),
      true,
      {},
    ],
    outputs: [
      ['1.50', '1.50'],
      [1.5, '1.5'],
      [2n, '2'],
      [12, '12'],
    ],
    badOutputs: [Number.NaN, 'x', {}],
  },
  Date: {
    literals: [
      ['"2001-01-31"', '2001-01-31'],
      ['"2000-02-29"', '2000-02-29'],
      ['"0001-01-01"', '0001-01-01'],
    ],
    variables: [
      ['9999-12-31', '9999-12-31'],
      ['2024-02-29', '2024-02-29'],
    ],
    badLiterals: [
      '"2001-02-29"',
      '"1900-02-29"',
      '"2001-13-01"',
      '"2001-00-01"',
      '"2001-01-00"',
      '"0000-01-01"',
      '20010131',
    ],
    badVariables: ['2001-1-31', '31.01.2001', '2001-01-31T00:00:00Z', '2001-01-31\n', '+2001-01-31', '', 0, null, {}],
    outputs: [['2001-01-31', '2001-01-31']],
    badOutputs: ['2001-02-30', 0, new Date(0)],
  },
  Time: {
    literals: [
      ['"17:30:00"', '17:30:00'],
      ['"00:00:00.5"', '00:00:00.500000'],
    ],
    variables: [
      ['23:59:59.999999', '23:59:59.999999'],
      ['01:02:03.000', '01:02:03'],
    ],
    badLiterals: ['"24:00:00"', '"17:60:00"', '"17:30:60"', '"17:30"', '"17:30:00.1234567"', '"17:30:00Z"', '1730'],
    badVariables: ['7:30:00', '17:30:00.', '17:30:00\n', 17, {}],
    outputs: [
      ['17:30:00', '17:30:00'],
      ['17:30:00.25', '17:30:00.25'],
    ],
    badOutputs: ['25:00:00', 5],
  },
  DateTime: {
    literals: [
      ['"2001-01-31T17:30:00Z"', '2001-01-31 17:30:00'],
      ['"2001-01-31T17:30:00"', '2001-01-31 17:30:00'],
      ['"2001-01-31 17:30:00"', '2001-01-31 17:30:00'],
      ['"2001-01-31t17:30:00z"', '2001-01-31 17:30:00'],
      ['"2001-01-31T17:30:00.5+01:00"', '2001-01-31 16:30:00.500000'],
      ['"2000-12-31T23:30:00-02:00"', '2001-01-01 01:30:00'],
      ['"2000-03-01T00:15:00+05:30"', '2000-02-29 18:45:00'],
    ],
    variables: [
      ['0099-12-31T23:00:00-01:00', '0100-01-01 00:00:00'],
      ['0001-01-01T00:00:00Z', '0001-01-01 00:00:00'],
      ['9999-12-31T23:59:59.999999Z', '9999-12-31 23:59:59.999999'],
      ['2001-01-31T17:30:00.000000Z', '2001-01-31 17:30:00'],
      ['2001-01-31T17:30:00.123-00:00', '2001-01-31 17:30:00.123000'],
    ],
    badLiterals: [
      '"2001-01-31"',
      '"2001-02-29T00:00:00Z"',
      '"2001-01-31T24:00:00Z"',
      '"2001-01-31T17:30:60Z"',
      '"2001-01-31T17:30Z"',
      '"2001-01-31T17:30:00.1234567Z"',
      '"2001-01-31T17:30:00+25:00"',
      '"2001-01-31T17:30:00+0100"',
      '"2001-01-31T17:30:00 Z"',
      '"0001-01-01T00:00:00+00:01"',
      '"9999-12-31T23:59:59-00:01"',
      '980962200',
    ],
    badVariables: ['', 'now', 980962200000, new Date(0), '2001-01-31T17:30:00Z\n', '2001-01-31T17:30:00[UTC]', {}],
    outputs: [
      ['2001-01-31T17:30:00Z', '2001-01-31T17:30:00Z'],
      ['2001-01-31 17:30:00.250000', '2001-01-31T17:30:00.250000Z'],
      ['2001-01-31T17:30:00+01:00', '2001-01-31T16:30:00Z'],
      [new Date(0), '1970-01-01T00:00:00Z'],
    ],
    badOutputs: ['2001-01-31', 0, new Date(Number.NaN), {}],
  },
  JSON: {
    literals: [
      [
        '{a: [1, 2.5, "x", true, null], __proto__: {b: 1}}',
        JSON.parse('{"a":[1,2.5,"x",true,null],"__proto__":{"b":1}}'),
      ],
      ['"x"', 'x'],
      ['1e20', 1e20],
    ],
    variables: [
      [{ a: [1] }, { a: [1] }],
      [null, null],
      [0, 0],
    ],
    badLiterals: ['9007199254740993', '1e999', 'RED', '[RED]', '{a: {b: RED}}'],
    badVariables: [],
    outputs: [
      [{ a: 1 }, { a: 1 }],
      ['x', 'x'],
    ],
    badOutputs: [],
  },
  UUID: {
    literals: [['"F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6']],
    variables: [['00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000']],
    badLiterals: ['"f81d4fae7dec11d0a76500a0c91e6bf6"', '"{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}"', '"x"', '1'],
    badVariables: ['f81d4fae-7dec-11d0-a765-00a0c91e6bfg', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6\n', 1, {}],
    outputs: [['F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6']],
    badOutputs: ['x', 1],
  },
  Bytes: {
    literals: [
      ['"aGVsbG8="', bytes(104, 101, 108, 108, 111)],
      ['""', bytes()],
    ],
    variables: [['/+8=', bytes(255, 239)]],
    badLiterals: ['"aGVsbG8"', '"_-8="', '"aGVs bG8="', '"aGVsbG9="', '"*"', '1'],
    badVariables: ['aGVsbG8=\n', 'a', 1, {}, bytes(1)],
    outputs: [
      [bytes(104, 101, 108, 108, 111), 'aGVsbG8='],
      ['/+8=', '/+8='],
    ],
    badOutputs: ['*', 1, [1]],
  },
};

describe.each(SCALAR_NAMES)('%s', (name) => {
  const scalar = SCALARS[name];
  const { literals, variables, badLiterals, badVariables, outputs, badOutputs } = CASES[name];

  test.each(literals)('reads the literal %s', (literal, expected) => {
    expect(scalar.parseLiteral(parseValue(literal), {})).toStrictEqual(expected);
  });
  test.each(variables)('reads the variable %o', (value, expected) => {
    expect(scalar.parseValue(value)).toStrictEqual(expected);
  });
  test.each(badLiterals)('refuses the literal %s', (literal) => {
    expect(() => scalar.parseLiteral(parseValue(literal), {})).toThrow(GraphQLError);
  });
  test('refuses what variables cannot be', () => {
    for (const value of badVariables)
      expect(() => scalar.parseValue(value), String(value).slice(0, 40)).toThrow(GraphQLError);
  });
  test('writes JSON', () => {
    for (const [value, expected] of outputs) expect(scalar.serialize(value)).toStrictEqual(expected);
    for (const value of badOutputs) expect(() => scalar.serialize(value), String(value)).toThrow(GraphQLError);
  });
  test('writes what it has read', () => {
    for (const [, parsed] of variables) expect(() => scalar.serialize(parsed)).not.toThrow();
  });
});

test.each([
  ['ID', 1.5, 'ID cannot represent 1.5: write a string, or a whole number of at most 15 digits.'],
  ['Float', Number.NaN, 'Float cannot represent NaN: write a finite number such as 1.5.'],
  [
    'BigInt',
    '1.5',
    'BigInt cannot represent "1.5": write a whole number from -9223372036854775808 to 9223372036854775807, as a string if it has more than 15 digits.',
  ],
  [
    'Decimal',
    'x',
    'Decimal cannot represent "x": write a number of at most 38 digits such as "12.50", as a string if it comes in a variable with more than 15 digits.',
  ],
  [
    'Date',
    '2001-02-29',
    'Date cannot represent "2001-02-29": write a day of the calendar as "YYYY-MM-DD", such as "2001-01-31".',
  ],
  [
    'Time',
    '25:00:00',
    'Time cannot represent "25:00:00": write a time of day as "HH:MM:SS" with at most 6 fraction digits, such as "17:30:00".',
  ],
  [
    'DateTime',
    '2001-01-31',
    'DateTime cannot represent "2001-01-31": write a date and time of RFC 3339 with at most 6 fraction digits, such as "2001-01-31T17:30:00Z" or "2001-01-31T17:30:00+01:00".',
  ],
  [
    'UUID',
    {},
    'UUID cannot represent an object: write 32 hexadecimal digits such as "f81d4fae-7dec-11d0-a765-00a0c91e6bf6".',
  ],
  ['Bytes', ['x'], 'Bytes cannot represent a list: write base64 with padding, such as "aGVsbG8=".'],
] as const)('%s says what to write', (name, value, message) => {
  expect(() => SCALARS[name].parseValue(value)).toThrow(new GraphQLError(message));
});

test('a message quotes only the start of a long value', () => {
  const read = (): unknown => SCALARS.Date.parseValue('9'.repeat(1_000_000));
  expect(read).toThrow(/^Date cannot represent "9{59}…: write a day/);
});

test('JSON literals hold variables; one that is not given leaves its member out', () => {
  const field = parseValue('{a: $x, b: $missing, list: [$missing, $x]}');
  expect(SCALARS.JSON.parseLiteral(field, { x: { deep: 1 } })).toEqual({ a: { deep: 1 }, list: [null, { deep: 1 }] });
  expect(SCALARS.JSON.parseLiteral(field, undefined)).toEqual({ list: [null, null] });
});
