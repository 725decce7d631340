import { DATE_TRUNC_UNITS } from '../functions/definitions/date.js';
import { atType } from '../functions/fold/literal-values.js';
import { constantNumber, constantText } from '../functions/literals.js';
import { aggregateCall, call } from '../functions/registry.js';
import { literal } from '../query/build.js';
import type { Expression } from '../query/expression.js';
import { DATE, type DataType, FLOAT64, INT32, STRING, TIMESTAMP } from '../query/types.js';
import {
  CAST_FUNCTIONS,
  DATE_FUNCTIONS,
  NULLARY_FUNCTIONS,
  SCALAR_FUNCTIONS,
  TRUNC_UNITS,
} from './builtin-functions.js';
import { lowerCast } from './cast.js';
import { comparable } from './coerce.js';
import { parseType } from './parse-type.js';
import { temporalLiteral } from './temporal-literal.js';

/** What a Databricks function call means in the IR; a text says why the call is refused. */
type Lowering = (args: readonly Expression[]) => Expression | string;

const wrongCount = (args: readonly Expression[]) => `it does not take ${args.length} arguments`;

/** A DATE argument as Databricks takes it: a TIMESTAMP is cut to its day, a constant text read. */
function asDate(operand: Expression): Expression {
  if (operand.type.kind === 'timestamp') return atType(operand, DATE);
  const text = constantText(operand);
  return (text === undefined ? undefined : temporalLiteral(text, DATE)) ?? operand;
}

/** CONCAT and `||` print whole numbers and booleans by themselves; other types have no text alike on all engines. */
function asText(operand: Expression): Expression {
  const isPlain = operand.type.kind === 'integer' || operand.type.kind === 'boolean' || operand.type.kind === 'date';
  return isPlain ? atType(operand, STRING) : operand;
}

/** Concatenation of any number of operands. */
export function concatenate(operands: readonly Expression[]): Expression {
  const parts = operands.flatMap((part) =>
    part.kind === 'call' && part.function === 'concat' ? part.arguments : [part],
  );
  return call('concat', parts.map(asText));
}

function truncUnit(operand: Expression | undefined): string | undefined {
  const text = operand === undefined ? undefined : constantText(operand);
  return text === undefined ? undefined : TRUNC_UNITS.get(text.toUpperCase());
}

const UNITS = DATE_TRUNC_UNITS.join(', ');

const dateTrunc: Lowering = (args) => {
  const [unitArgument, value] = args;
  if (value === undefined || args.length !== 2) return wrongCount(args);
  const unit = truncUnit(unitArgument);
  if (unit === undefined) return `its unit must be a constant, one of ${UNITS}`;
  // Databricks answers a TIMESTAMP for a DATE too.
  const stamp = value.type.kind === 'date' ? atType(value, TIMESTAMP) : value;
  return call('date_trunc', [literal(unit, STRING), stamp]);
};

const trunc: Lowering = (args) => {
  const [value, unitArgument] = args;
  if (value === undefined || args.length !== 2) return wrongCount(args);
  const unit = truncUnit(unitArgument);
  if (unit === undefined || !['year', 'quarter', 'month', 'week'].includes(unit)) {
    return 'its unit must be a constant, one of year, quarter, month, week';
  }
  return call('date_trunc', [literal(unit, STRING), asDate(value)]);
};

const sha2: Lowering = (args) => {
  const [value, bits] = args;
  if (value === undefined || bits === undefined || args.length !== 2) return wrongCount(args);
  const length = constantNumber(bits);
  return length === 256 || length === 0 ? call('sha256', [value]) : 'its length must be 256';
};

/** Padding is a space unless given. */
const pad =
  (id: string): Lowering =>
  (args) =>
    call(id, args.length === 2 ? [...args, literal(' ', STRING)] : args);

const exactly =
  (count: number, lower: Lowering): Lowering =>
  (args) =>
    args.length === count ? lower(args) : wrongCount(args);

/** A call of a registry function on operands that are compared with each other or become one value. */
const alike =
  (id: string): Lowering =>
  (args) =>
    call(id, comparable(args));

const SPECIAL: ReadonlyMap<string, Lowering> = new Map<string, Lowering>([
  ['coalesce', alike('coalesce')],
  ['concat', (args) => (args.length === 0 ? wrongCount(args) : concatenate(args))],
  ['date_trunc', dateTrunc],
  ['equal_null', alike('is_not_distinct_from')],
  ['greatest', alike('greatest')],
  ['ifnull', exactly(2, alike('coalesce'))],
  ['instr', exactly(2, ([text, part]) => (text && part ? call('position', [part, text]) : 'it takes two arguments'))],
  ['least', alike('least')],
  ['lpad', pad('lpad')],
  ['nullif', alike('nullif')],
  ['nvl', exactly(2, alike('coalesce'))],
  [
    'nvl2',
    exactly(3, ([test, yes, no]) =>
      test && yes && no ? call('if', [call('is_not_null', [test]), yes, no]) : 'it takes three arguments',
    ),
  ],
  ['rpad', pad('rpad')],
  ['sha2', sha2],
  ['trunc', trunc],
]);

function castFunction(type: DataType | undefined): Lowering {
  return exactly(1, ([operand]) =>
    operand === undefined || type === undefined ? 'it takes one argument' : lowerCast(operand, type, false),
  );
}

/** How a scalar function of this (lower case) name is lowered, or undefined for a name that is not mapped. */
export function loweringOf(name: string): Lowering | undefined {
  const special = SPECIAL.get(name);
  if (special !== undefined) return special;
  const direct = SCALAR_FUNCTIONS.get(name) ?? NULLARY_FUNCTIONS.get(name);
  if (direct !== undefined) return (args) => call(direct, args);
  const dated = DATE_FUNCTIONS.get(name);
  if (dated !== undefined)
    return (args) =>
      call(
        dated,
        args.map((arg) => (arg.type.kind === 'integer' ? arg : asDate(arg))),
      );
  const target = CAST_FUNCTIONS.get(name);
  return target === undefined ? undefined : castFunction(parseType(target));
}

/** `median(x)` is the percentile at one half. */
export function median(operand: Expression, filter: Expression | undefined): Expression {
  return aggregateCall('percentile', [operand, literal(0.5, FLOAT64)], { filter });
}

/** `date ± INTERVAL count unit`. Days and months keep a DATE a DATE, as in Databricks. */
export function addInterval(date: Expression, count: number, unit: string): Expression | string {
  if (date.type.kind !== 'date') return 'it is mapped beside a DATE only';
  const whole = (factor: number) => literal(BigInt(count * factor), INT32);
  switch (unit.replace(/S$/, '')) {
    case 'DAY':
      return call('date_add', [date, whole(1)]);
    case 'WEEK':
      return call('date_add', [date, whole(7)]);
    case 'MONTH':
      return call('add_months', [date, whole(1)]);
    case 'YEAR':
      return call('add_months', [date, whole(12)]);
    default:
      return `the unit ${unit} is not mapped`;
  }
}
