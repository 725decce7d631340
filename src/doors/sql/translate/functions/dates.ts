import { constantNumber, constantText } from '../../../../functions/literals.js';
import { call } from '../../../../functions/registry.js';
import { literal } from '../../../../query/build.js';
import type { Expression } from '../../../../query/expression.js';
import { type DataType, FLOAT64, INT32, INTERVAL, isNumeric } from '../../../../query/types.js';
import { shiftIn } from './arithmetic.js';
import { type Builtin, byCount, cast, type Maker, type Makers, of1, of2, same, textLiteral } from './builtin.js';
import { overlaps } from './overlaps.js';
import { toChar } from './to-char.js';
import { toInstant, toLocal } from './zones.js';

const isInstant = ({ type }: Expression) => type.kind === 'timestamp' && type.zoned;

/** Postgres's spellings of a unit, the plural and short ones too. */
const UNITS: Readonly<Record<string, string>> = {
  ...{ century: 'century', centuries: 'century', c: 'century', cent: 'century' },
  ...{ decade: 'decade', decades: 'decade', dec: 'decade' },
  ...{ year: 'year', years: 'year', y: 'year', yr: 'year', yrs: 'year' },
  ...{ quarter: 'quarter', qtr: 'quarter', month: 'month', months: 'month', mon: 'month', mons: 'month' },
  ...{ week: 'week', weeks: 'week', w: 'week', day: 'day', days: 'day', d: 'day' },
  ...{ hour: 'hour', hours: 'hour', h: 'hour', hr: 'hour', hrs: 'hour' },
  ...{ minute: 'minute', minutes: 'minute', m: 'minute', min: 'minute', mins: 'minute' },
  ...{ second: 'second', seconds: 'second', s: 'second', sec: 'second', secs: 'second' },
  ...{ milliseconds: 'milliseconds', millisecond: 'milliseconds', ms: 'milliseconds', msec: 'milliseconds' },
  ...{ microseconds: 'microseconds', microsecond: 'microseconds', us: 'microseconds', usec: 'microseconds' },
  ...{ doy: 'doy', dow: 'dow', isodow: 'isodow', isoyear: 'isoyear', epoch: 'epoch' },
};

function unitOf(expression: Expression): Expression | undefined {
  const name = expression.kind === 'literal' ? constantText(expression)?.toLowerCase() : undefined;
  const unit = name === undefined || !Object.hasOwn(UNITS, name) ? undefined : UNITS[name];
  return unit === undefined ? undefined : textLiteral(unit);
}

/** The clock that the part is read from: an instant's epoch is that of no zone. */
function extract(unit: Expression, value: Expression, zone: string): Expression | undefined {
  const known = unitOf(unit);
  if (known === undefined) return undefined;
  const isEpoch = known.kind === 'literal' && known.value === 'epoch';
  return call('pg_extract', [known, isInstant(value) ? toLocal(value, isEpoch ? 'UTC' : zone) : value]);
}

const datePart = of2((unit, value, { timeZone }) => {
  const part = extract(unit, value, timeZone);
  return part === undefined ? undefined : call('pg_float8_of_numeric', [part]);
});

function truncated(unit: Expression, value: Expression, zone: string): Expression | undefined {
  const known = unitOf(unit);
  if (known === undefined) return undefined;
  if (isInstant(value)) return toInstant(call('pg_date_trunc', [known, toLocal(value, zone)]), zone);
  return call('pg_date_trunc', [known, value]);
}

const zoneOf = (expression: Expression) => (expression.kind === 'literal' ? constantText(expression) : undefined);

const dateTrunc: Maker = ({ args, timeZone }) => {
  const [unit, value, zoneArgument] = args;
  const zone = zoneArgument === undefined ? timeZone : zoneOf(zoneArgument);
  if (unit === undefined || value === undefined || zone === undefined) return undefined;
  return truncated(unit, value, zone);
};

/** Names of places only: an offset such as +02 has its sign the other way round in Postgres. */
const IANA = /^(UTC|GMT|[A-Za-z]+(\/[A-Za-z_+\-0-9]+)+)$/i;

/** AT TIME ZONE. */
const timezone = of2((zoneArgument, value) => {
  const zone = zoneOf(zoneArgument);
  if (zone === undefined || !IANA.test(zone) || value.type.kind !== 'timestamp') return undefined;
  return value.type.zoned ? toLocal(value, zone) : toInstant(value, zone);
});

const now = () => call('current_timestamp', []);
const localNow = ({ timeZone }: Builtin) => toLocal(now(), timeZone);
const today = (builtin: Builtin) => call('pg_date_of_timestamp', [localNow(builtin)]);

const wallClock = (value: Expression, zone: string) => (isInstant(value) ? toLocal(value, zone) : value);

/** Of one argument: against today's midnight. */
const age: Maker = (builtin) => {
  const { args, timeZone } = builtin;
  const [end, start] = args.length === 1 ? [call('pg_timestamp_of_date', [today(builtin)]), args[0]] : args;
  if (end === undefined || start === undefined) return undefined;
  return call('pg_age', [wallClock(end, timeZone), wallClock(start, timeZone)]);
};

/** A period's end may be its length. */
const overlapping: Maker = ({ args, timeZone }) => {
  const [a, b, c, d] = args;
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  const endOf = (start: Expression, end: Expression) =>
    end.type.kind === 'interval' ? shiftIn(start, end, 'pg_shift', timeZone) : end;
  const [first, second] = [endOf(a, b), endOf(c, d)];
  return first === undefined || second === undefined ? undefined : overlaps(a, first, c, second);
};

const small = (expression: Expression) => cast(expression, INT32);

const makeTimestamp: Maker = ({ args }) =>
  args.length === 6
    ? call(
        'pg_make_timestamp',
        args.map((arg, index) => cast(arg, index === 5 ? FLOAT64 : INT32)),
      )
    : undefined;

/** Only of constants; each but the seconds a whole number. */
const makeInterval: Maker = ({ args }) => {
  const numbers = args.map((arg) => constantNumber(arg));
  if (numbers.some((value) => value === undefined)) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = numbers;
  const micros = Math.round(((hours * 60 + minutes) * 60 + seconds) * 1e6);
  if (!Number.isSafeInteger(micros)) return undefined;
  return literal(`${years * 12 + months} ${weeks * 7 + days} ${micros}`, INTERVAL);
};

const isNaive = (type: DataType) => type.kind === 'timestamp' && !type.zoned;

/** timestamps by a constant pattern, and numbers. */
const toCharMaker = of2((value, pattern, { timeZone }) => {
  const text = pattern.kind === 'literal' ? constantText(pattern) : undefined;
  if (isNumeric(value.type)) return call('pg_to_char_number', [value, pattern]);
  const clock = value.type.kind === 'date' ? call('pg_timestamp_of_date', [value]) : wallClock(value, timeZone);
  return text === undefined || !isNaive(clock.type) ? undefined : toChar(clock, text);
});

/** Dates and times. `current_date` and its like go by these names. */
export const dateMakers: Makers = {
  extract: of2((unit, value, { timeZone }) => extract(unit, value, timeZone)),
  date_part: datePart,
  date_trunc: dateTrunc,
  timezone,
  now,
  transaction_timestamp: now,
  statement_timestamp: now,
  current_timestamp: now,
  localtimestamp: localNow,
  current_date: today,
  age,
  make_date: ({ args }) => call('pg_make_date', args.map(small)),
  make_timestamp: makeTimestamp,
  make_interval: makeInterval,
  to_timestamp: byCount({
    1: of1((seconds) => call('pg_epoch_instant', [cast(seconds, FLOAT64)])),
    2: of2((text, pattern, { timeZone }) => toInstant(call('pg_parse_timestamp', [text, pattern]), timeZone)),
  }),
  to_date: of2((text, pattern) => call('pg_date_of_timestamp', [call('pg_parse_timestamp', [text, pattern])])),
  to_number: of2((text, pattern) => call('pg_to_number', [text, pattern])),
  overlaps: overlapping,
  justify_hours: same('pg_justify_hours'),
  justify_days: same('pg_justify_days'),
  justify_interval: same('pg_justify_interval'),
  isfinite: of1((value) => call('eq', [value, value])),
  to_char: toCharMaker,
};
