import { strftimePattern } from './strftime-pattern.js';

/** Functions that DuckDB has under another name with the same meaning. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  array: 'list_value',
  array_join: 'array_to_string',
  element_at: 'list_extract',
  endswith: 'ends_with',
  explode: 'unnest',
  format_string: 'printf',
  locate: 'instr',
  make_timestamp_ntz: 'make_timestamp',
  percentile: 'quantile_cont',
  raise_error: 'error',
  sequence: 'generate_series',
  size: 'len',
  split: 'string_split_regex',
  startswith: 'starts_with',
  unix_micros: 'epoch_us',
};

/** Words between other things than parentheses. */
export const WORDS: Readonly<Record<string, string>> = { DIV: '//', YEAROFWEEK: 'ISOYEAR' };

/** Writes a call from its arguments and its `WITHIN GROUP` order. */
type Call = (args: readonly string[], within: string | undefined) => string;

const ignoringNulls =
  (name: string): Call =>
  ([value = '']) =>
    `${name}(${value})`;

/** Towards an end of the number line; a negative number of digits rounds to tens, hundreds and so on. */
const wholeNumber =
  (name: string): Call =>
  ([value = '', digits = '0']) => {
    const places = Number(digits.replaceAll(/[()\s]/gu, ''));
    if (!(places <= 0)) throw new Error(`${name} to ${digits} digits.`);
    return places === 0 ? `${name}(${value})` : `(${name}((${value}) / 1e${-places}) * 1e${-places})`;
  };

/** Texts in UTF-8; no other encoding is known. */
const utf8 =
  (name: string): Call =>
  ([value, encoding = '']) => {
    if (encoding.trim() !== "'UTF-8'") throw new Error(`${name} of ${encoding}.`);
    return `${name}(${value})`;
  };

function lambda(text: string): string {
  const [, parameters, body] = /^\s*(\w+)\s*->([\s\S]*)$/u.exec(text) ?? [];
  if (parameters === undefined) throw new Error(`Not a function of one parameter: ${text}`);
  return `lambda ${parameters}: (${body})`;
}

function struct(args: readonly string[]): string {
  const members = args.flatMap((value, index) => (index % 2 === 0 ? [`${value}: ${args[index + 1]}`] : []));
  return `{${members.join(', ')}}`;
}

/** Functions that need more than a name. */
export const CALLS: Readonly<Record<string, Call>> = {
  // The dialect asks for the first value that is not NULL, which DuckDB's gives by itself.
  any_value: ignoringNulls('any_value'),
  ceil: wholeNumber('ceil'),
  // NULL if any of them is, which DuckDB's passes over.
  concat: (args) => `(${args.join(' || ')})`,
  // None of no rows, where DuckDB's says NULL.
  count_if: ([condition = '']) => `count(CASE WHEN ${condition} THEN 1 END)`,
  date_add: ([day, days]) => `(CAST(${day} AS DATE) + CAST(${days} AS INTEGER))`,
  date_format: ([moment, pattern = '']) => `strftime(${moment}, ${strftimePattern(pattern)})`,
  date_sub: ([day, days]) => `(CAST(${day} AS DATE) - CAST(${days} AS INTEGER))`,
  datediff: ([to, from]) => `date_diff('day', CAST(${from} AS DATE), CAST(${to} AS DATE))`,
  // Sunday is 1, not 0.
  dayofweek: ([day]) => `(dayofweek(${day}) + 1)`,
  decode: utf8('decode'),
  encode: utf8('encode'),
  floor: wholeNumber('floor'),
  // Counts from 0.
  get: ([list, index]) => `list_extract(${list}, ${index} + 1)`,
  listagg: (args, within) => `string_agg(${args.join(',')}${within === undefined ? '' : ` ${within}`})`,
  make_interval: ([years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0]) =>
    `(to_months(${years} * 12 + ${months}) + to_days(${weeks} * 7 + ${days}) + ` +
    `to_microseconds(CAST(round((${hours} * 3600 + ${minutes} * 60 + ${seconds}) * 1000000) AS BIGINT)))`,
  // The least of the most frequent.
  mode: ([value]) => `mode(${value} ORDER BY ${value})`,
  named_struct: struct,
  pmod: ([value, by]) => `(((${value}) % (${by}) + (${by})) % (${by}))`,
  position: ([part, text]) => `instr(${text}, ${part})`,
  // To even.
  rint: ([value]) => `round_even(${value}, 0)`,
  // Rows of one partition.
  spark_partition_id: () => '0',
  // A rounded double is a whole number there.
  timestamp_micros: ([micros]) => `CAST(make_timestamp(CAST(${micros} AS BIGINT)) AS TIMESTAMPTZ)`,
  transform: ([list, apply = '']) => `list_transform(${list}, ${lambda(apply)})`,
  // Monday is 0.
  weekday: ([day]) => `(isodow(${day}) - 1)`,
};
