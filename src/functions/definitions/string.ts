import { BOOLEAN, type DataType, INT32, STRING, type TypeKind } from '../../query/types.js';
import { define, everywhere, example, int, named, type RegisteredFunction, text } from '../define.js';
import type { FunctionCase, Spelling } from '../definition.js';
import { constantValue } from '../literals.js';
import { castText, readTwice } from '../spell.js';

/** Characters are Unicode code points everywhere, as in Spark; text compares by its bytes. */
const WAVE = '🤦🏼';

/** Argument kinds by position, NULL fitting any; a shorter list of arguments is allowed down to `least`. */
export function takes(kinds: readonly TypeKind[], result: DataType, least = kinds.length) {
  return (types: readonly DataType[]): DataType | undefined => {
    if (types.length < least || types.length > kinds.length) return undefined;
    const fits = types.every((type, index) => type.kind === kinds[index] || type.kind === 'null');
    // Counts and positions are INT: DuckDB raises on a substring beyond 32 bits.
    const small = types.every((type) => type.kind !== 'integer' || type.bits <= 32);
    return fits && small ? result : undefined;
  };
}

function ofText(
  id: string,
  kinds: readonly TypeKind[],
  result: DataType,
  spelling: { readonly duckdb: Spelling; readonly databricks: Spelling },
  cases: readonly FunctionCase[],
): RegisteredFunction {
  return define({ id, resolve: takes(kinds, result), total: true, leakproof: true, spelling, cases });
}

const same = (name: string) => ({ duckdb: named(name), databricks: named(name) });
/** DuckDB counts in BIGINT, Spark in INT. */
const counting = (name: string, swap = false) => ({
  duckdb: (args: readonly string[]) =>
    castText(`${name}(${(swap ? args.toReversed() : args).join(', ')})`, INT32, 'duckdb'),
});

const atLeastZero = (arg: string) =>
  /^\d+(::\w+)?$/.test(arg) ? arg : readTwice(arg, (value) => `CASE WHEN ${value} < 0 THEN 0 ELSE ${value} END`);
/** Spark takes position 0 for 1. */
const fromOne = (arg: string) =>
  /^[1-9]\d*(::\w+)?$/.test(arg) ? arg : readTwice(arg, (value) => `CASE WHEN ${value} = 0 THEN 1 ELSE ${value} END`);

/** DuckDB reads a negative count as "all but"; Spark answers ''. */
const cut = (name: string) => ({
  duckdb: (args: readonly string[]) => `${name}(${args[0]}, ${atLeastZero(args[1] ?? '')})`,
  databricks: named(name),
});

const TEXT = ['string'] as const;
const TEXTS = ['string', 'string'] as const;

export const stringFunctions: readonly RegisteredFunction[] = [
  define({
    id: 'concat',
    resolve: (types) =>
      types.length > 0 && types.every((type) => type.kind === 'string' || type.kind === 'null') ? STRING : undefined,
    total: true,
    leakproof: true,
    spelling: everywhere((args) => (args.length === 1 ? (args[0] ?? '') : `(${args.join(' || ')})`)),
    cases: [
      example('ab', text('a'), text('b')),
      example(null, text('a'), text(null), text('c')),
      example('é', text(''), text('é'), text('')),
      example(WAVE, text(WAVE)),
    ],
  }),
  // Java and DuckDB differ in special casing: upper('ß') is 'SS' in Spark and 'ẞ' here, lower('İ') 'i̇' and 'i'.
  ofText('lower', TEXT, STRING, same('lower'), [
    example('éa1', text('ÉA1')),
    example('', text('')),
    example(null, text(null)),
  ]),
  ofText('upper', TEXT, STRING, same('upper'), [
    example('ÉA1', text('éa1')),
    example('', text('')),
    example(null, text(null)),
  ]),
  ofText('trim', TEXT, STRING, same('trim'), [
    example('a b', text('  a b ')),
    example('\ta', text(' \ta ')),
    example('', text('   ')),
    example(null, text(null)),
  ]),
  ofText('ltrim', TEXT, STRING, same('ltrim'), [
    example('a ', text('  a ')),
    example('', text('')),
    example(null, text(null)),
  ]),
  ofText('rtrim', TEXT, STRING, same('rtrim'), [
    example(' a', text(' a  ')),
    example('', text(' ')),
    example(null, text(null)),
  ]),
  ofText('length', TEXT, INT32, { ...counting('length'), databricks: named('char_length') }, [
    example(2n, text(WAVE)),
    example(0n, text('')),
    example(2n, text('a ')),
    example(null, text(null)),
  ]),
  define({
    // Position 0 counts as 1; a negative one counts from the end. DuckDB answers differently for constants and for
    // columns where a negative position stands before a length, so that pair is refused.
    id: 'substring',
    resolve: takes(['string', 'integer', 'integer'], STRING, 2),
    total: true,
    leakproof: true,
    spelling: {
      duckdb: ([value = '', position = '', ...length]) =>
        `substring(${[value, fromOne(position), ...length.map(atLeastZero)].join(', ')})`,
      databricks: named('substring'),
    },
    refine: ([, position, length], resolved) => {
      const start = position === undefined ? undefined : constantValue(position)?.value;
      if (start === undefined) return 'its position must be a constant';
      return length !== undefined && start !== null && Number(start) < 0
        ? 'a negative position takes no length: use right() and left()'
        : resolved;
    },
    cases: [
      example('él', text('héllo'), int(2), int(2)),
      example('he', text('hello'), int(0), int(2)),
      example('lo', text('hello'), int(-2)),
      example('abc', text('abc'), int(-5)),
      example('', text(''), int(-1)),
      example('', text('abc'), int(2), int(-1)),
      example('', text('abc'), int(9)),
      example(null, text('abc'), int(null), int(1)),
      example('bc', text('abc'), int(2), int(2147483647)),
    ],
  }),
  ofText('replace', ['string', 'string', 'string'], STRING, same('replace'), [
    example('bbb', text('aaa'), text('a'), text('b')),
    example('abc', text('abc'), text(''), text('x')),
    example('', text('éé'), text('é'), text('')),
    example(null, text('a'), text('a'), text(null)),
  ]),
  ofText('starts_with', TEXTS, BOOLEAN, { duckdb: named('starts_with'), databricks: named('startswith') }, [
    example(true, text('éa'), text('é')),
    example(true, text('a'), text('')),
    example(false, text(''), text('a')),
    example(null, text(null), text('')),
    example(false, text('abc'), text('%')),
  ]),
  ofText('ends_with', TEXTS, BOOLEAN, { duckdb: named('ends_with'), databricks: named('endswith') }, [
    example(true, text('aé'), text('é')),
    example(true, text(''), text('')),
    example(false, text('abc'), text('B')),
    example(null, text('a'), text(null)),
  ]),
  ofText('contains', TEXTS, BOOLEAN, same('contains'), [
    example(true, text('a%b'), text('%')),
    example(true, text('abc'), text('')),
    example(false, text('abc'), text('_')),
    example(null, text(null), text('a')),
  ]),
  // position(substring, text), counted from 1; 0 where it is not found.
  ofText('position', TEXTS, INT32, { ...counting('strpos', true), databricks: named('position') }, [
    example(3n, text('l'), text('hélo')),
    example(1n, text(''), text('abc')),
    example(0n, text('z'), text('')),
    example(null, text(null), text('a')),
  ]),
  ofText('left', ['string', 'integer'], STRING, cut('left'), [
    example('hé', text('héllo'), int(2)),
    example('', text('abc'), int(-1)),
    example('abc', text('abc'), int(2147483647)),
    example(null, text('abc'), int(null)),
  ]),
  ofText('right', ['string', 'integer'], STRING, cut('right'), [
    example('éo', text('héo'), int(2)),
    example('', text('abc'), int(-2147483648)),
    example('', text(''), int(3)),
    example(null, text(null), int(1)),
  ]),
  ofText(
    'reverse',
    TEXT,
    STRING,
    {
      // DuckDB's own reverse() keeps grapheme clusters together, Spark's turns code points.
      duckdb: (args) => `array_to_string(list_reverse(regexp_extract_all(${args[0]}, '(?s).')), '')`,
      databricks: named('reverse'),
    },
    [
      example('cba', text('abc')),
      example('🏼🤦', text(WAVE)),
      example('b\na', text('a\nb')),
      example('', text('')),
      example(null, text(null)),
    ],
  ),
  ofText('md5', TEXT, STRING, same('md5'), [
    example('0cc175b9c0f1b6a831c399e269772661', text('a')),
    example('d41d8cd98f00b204e9800998ecf8427e', text('')),
    example(null, text(null)),
    example('66ddcd97cfdeabb2f6fb8a999b4bc76f', text('é')),
  ]),
  // Spark's sha2(text, 256), the only length that DuckDB has; the parser checks the length.
  ofText('sha256', TEXT, STRING, { duckdb: named('sha256'), databricks: (args) => `sha2(${args[0]}, 256)` }, [
    example('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb', text('a')),
    example('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', text('')),
    example(null, text(null)),
  ]),
];
