import { GatewayError } from '../../../../errors.js';
import type { Expression } from '../../../../query/expression.js';
import { SqlError } from '../../sql-error.js';
import { OID, PG_TYPES } from '../../types/pg-types.js';
import { aggregateMaker } from './aggregates.js';
import { arithmeticMakers } from './arithmetic.js';
import { bucketMakers } from './buckets.js';
import type { Builtin, BuiltinKind, BuiltinOptions, Makers } from './builtin.js';
import { castMaker } from './casts.js';
import { collectionMakers } from './collections.js';
import { comparisonMakers } from './comparisons.js';
import { dateMakers } from './dates.js';
import { jsonMakers } from './json.js';
import { mathMakers } from './maths.js';
import { patternMakers } from './patterns.js';
import { stringMakers } from './strings.js';
import { type Over, type WindowPieces, windowMaker, windowPieces } from './windows.js';
import { zoneName } from './zones.js';

const MAKERS: Makers = {
  ...comparisonMakers,
  ...arithmeticMakers,
  ...mathMakers,
  ...stringMakers,
  ...patternMakers,
  ...dateMakers,
  ...bucketMakers,
  ...collectionMakers,
  ...jsonMakers,
};

/** Functions that bear a type's name convert to it. */
const CASTS: ReadonlySet<string> = new Set(
  [
    'bool',
    'int2',
    'int4',
    'int8',
    'numeric',
    'float4',
    'float8',
    'text',
    'varchar',
    'bpchar',
    'name',
    'date',
    'time',
  ].concat(['timestamp', 'timestamptz', 'interval', 'uuid', 'json', 'jsonb', 'bytea']),
);

const titleOf = (oid: number) => PG_TYPES.get(oid)?.title ?? 'unknown';

function refusal({ name, argTypes, resultType, options }: Builtin, kind: BuiltinKind, detail?: string): SqlError {
  const types = argTypes.map(titleOf);
  const what =
    kind === 'cast'
      ? `cast of ${types[0] ?? 'unknown'} to ${titleOf(resultType)}`
      : kind === 'operator'
        ? `operator ${types.length === 1 ? `${name} ${types[0]}` : `${types[0]} ${name} ${types[1]}`}`
        : `function ${name}(${types.join(', ')})`;
  return new SqlError('0A000', `${what} is not supported`, { position: options.position, detail });
}

/** The registry refuses types and constants of its own; a SqlError gets the place where it has none. */
function guarded<T>(builtin: Builtin, kind: BuiltinKind, make: () => T | undefined): T {
  try {
    const made = make();
    if (made !== undefined) return made;
  } catch (error) {
    if (error instanceof SqlError && error.position === undefined && builtin.options.position !== undefined) {
      const { detail, hint, severity } = error;
      throw new SqlError(error.sqlState, error.message, { detail, hint, severity, position: builtin.options.position });
    }
    if (!(error instanceof GatewayError) || error.code !== 'NOT_SUPPORTED') throw error;
    throw refusal(builtin, kind, error.publicMessage);
  }
  throw refusal(builtin, kind);
}

function builtinOf(
  name: string,
  args: readonly Expression[],
  argTypes: readonly number[],
  resultType: number,
  options: BuiltinOptions,
): Builtin {
  return { name, args, argTypes, resultType, options, timeZone: zoneName(options.timeZone ?? 'UTC') };
}

/**
 * The IR of a function, operator, aggregate or cast of Postgres, with Postgres's meaning.
 * @param name `pg_proc.proname` or `pg_operator.oprname`; of a cast anything. Constructs of the grammar go by `and`,
 * `or`, `not`, `coalesce`, `greatest`, `least`, `nullif`, `is distinct from`, `is not distinct from`, `array`,
 * `subscript`, `= any` (value, array), `current_date`, `current_timestamp`, `localtimestamp`, `grouping`.
 * @param args a cast's type modifier may be its second argument, or `options.resultTypmod`; an ordered-set aggregate
 * has its direct arguments here and its order in `options.orderBy`.
 * @throws SqlError 0A000 naming the call if it is not supported, 22025 and 2201B for bad patterns
 */
export function callBuiltin(
  name: string,
  kind: BuiltinKind,
  args: readonly Expression[],
  pgArgTypes: readonly number[],
  pgResultType: number,
  options: BuiltinOptions = {},
): Expression {
  const builtin = builtinOf(name, args, pgArgTypes, pgResultType, options);
  return guarded(builtin, kind, () => {
    if (kind === 'aggregate') return aggregateMaker(builtin);
    if (kind === 'window') return undefined;
    const isCast = kind === 'cast' || (CASTS.has(name) && name !== 'char' && pgResultType !== OID.char);
    if (isCast) return castMaker(builtin);
    return Object.hasOwn(MAKERS, name) ? MAKERS[name]?.(builtin) : undefined;
  });
}

/**
 * A window function, or an aggregate used as one, as one bare call.
 * @throws SqlError 0A000 also for `sum` and `avg` of exact numbers, which `windowExpression` composes
 */
export function windowFunction(
  name: string,
  args: readonly Expression[],
  pgArgTypes: readonly number[],
  pgResultType: number,
  options: BuiltinOptions = {},
): WindowPieces {
  const builtin = builtinOf(name, args, pgArgTypes, pgResultType, options);
  return guarded(builtin, 'window', () => windowPieces(builtin));
}

/**
 * Any window function: `over` makes a window call of the pieces (with the query's partition, order, frame and FILTER)
 * and answers the expression that reads its value; the answer computes the function's value from such expressions,
 * at the type Postgres gives it.
 */
export function windowExpression(
  name: string,
  args: readonly Expression[],
  pgArgTypes: readonly number[],
  pgResultType: number,
  over: Over,
  options: BuiltinOptions = {},
): Expression {
  const builtin = builtinOf(name, args, pgArgTypes, pgResultType, options);
  return guarded(builtin, 'window', () => windowMaker(builtin, over));
}

export type { Over, WindowPieces };
