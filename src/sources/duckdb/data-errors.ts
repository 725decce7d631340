/** What DuckDB says of values that cannot be computed, and the SQLSTATE of each. First match wins. */
const STATES: readonly (readonly [pattern: RegExp, sqlState: string])[] = [
  [/division by zero|divide by zero/i, '22012'],
  [/^Invalid Input Error: More than one row returned by a subquery/i, '21000'],
  [/^Invalid Input Error: .* is not supported$/i, '0A000'],
  [/(bounds|count) of buckets must/i, '2201G'],
  [/^Invalid Input Error: (interval|date\/time field value) out of range/i, '22008'],
  [/negative substring length/i, '22011'],
  [/requested character/i, '54000'],
  [/^Conversion Error: (Type|Casting value|Could not cast value).*(out of range|to DECIMAL)/i, '22003'],
  [/^Conversion Error: .*(date|time|timestamp) field value.* expected format/i, '22007'],
  [/^Conversion Error: .*(date|time|timestamp) field value out of range/i, '22008'],
  [/^Conversion Error: (Date|Time|Timestamp) out of range/i, '22008'],
  [/^Conversion Error: .*(invalid (date|time|timestamp)|(date|time|timestamp) field value)/i, '22007'],
  [/^Conversion Error/i, '22P02'],
  [/cannot take logarithm/i, '2201E'],
  [/cannot take square root|power of/i, '2201F'],
  [/^Out of Range Error|out of range|overflow/i, '22003'],
  [/^Invalid Input Error: .*(regexp|regex|RE2|invalid perl operator|missing \))/i, '2201B'],
  [/^Invalid Input Error/i, '22023'],
];

/** The SQLSTATE of a data exception that a message tells of; undefined for any other failure. */
export function sqlStateOf(message: string): string | undefined {
  return STATES.find(([pattern]) => pattern.test(message))?.[1];
}
