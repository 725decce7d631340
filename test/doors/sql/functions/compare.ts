import { SqlError } from '../../../../src/doors/sql/sql-error.js';
import type { BuiltinKind, BuiltinOptions } from '../../../../src/doors/sql/translate/functions/builtin.js';
import { callBuiltin } from '../../../../src/doors/sql/translate/functions/builtins.js';
import { dataTypeOf } from '../../../../src/doors/sql/types/data-type-of.js';
import { OID } from '../../../../src/doors/sql/types/pg-types.js';
import { column, literal } from '../../../../src/query/build.js';
import type { Expression, ScalarValue } from '../../../../src/query/expression.js';
import type { Relation } from '../../../../src/query/relation.js';
import { type DataType, printType, STRING, sameType } from '../../../../src/query/types.js';
import { sqlStateOf } from '../../../../src/sources/duckdb/data-errors.js';
import type { Duckdb } from '../../../functions/duckdb.js';
import { printSelect } from '../../../functions/test-dialect.js';
import { canonical } from './canonical.js';
import type { Postgres, PostgresAnswer } from './postgres-oracle.js';

/** A value of an argument: as Postgres reads it, and in the IR. */
export interface Argument {
  readonly sql: string;
  readonly typeOid: number;
  readonly type: DataType;
  readonly value: ScalarValue;
}

export interface Call {
  readonly name: string;
  readonly kind: BuiltinKind;
  /** Postgres's text of the call, `$1` and the like standing for the arguments. */
  readonly sql: string;
  readonly args: readonly Argument[];
  readonly options?: BuiltinOptions;
  /** The instant that the call makes is read in this zone, as the text of the call says. */
  readonly outer?: { readonly zone: string };
  /** The result's type where Postgres raises and tells none; absent: that of the first argument. */
  readonly resultType?: number;
}

export type Verdict = { readonly kind: 'same' | 'refused' } | { readonly kind: 'wrong'; readonly what: string };

/** States that DuckDB's messages do not tell apart: Postgres's, then what the source makes of the message. */
const COARSE_STATES: ReadonlySet<string> = new Set([
  '22011 22023',
  '22003 22008',
  '22003 22P02',
  '54000 22003',
  '22023 22003',
  '22008 22007',
  '22007 22008',
]);

const show = (sql: string, args: readonly Argument[]) =>
  sql.replace(/\$(\d)/g, (_, index: string) => args[Number(index) - 1]?.sql ?? '?');

/** Columns where the function takes them; where it wants a constant, that stays. */
function build(call: Call, resultType: number, asColumns: boolean): Expression {
  const make = (args: readonly Expression[]) => {
    const argTypes = call.args.map(({ typeOid }) => typeOid);
    const made = callBuiltin(
      call.name,
      call.kind,
      args,
      argTypes,
      call.outer === undefined ? resultType : OID.timestamptz,
      call.options,
    );
    if (call.outer === undefined) return made;
    const zone = literal(call.outer.zone, STRING);
    return callBuiltin('timezone', 'function', [zone, made], [OID.text, OID.timestamptz], OID.timestamp);
  };
  const args: Expression[] = call.args.map(({ value, type }) => literal(value, type));
  const made = make(args);
  if (!asColumns) return made;
  call.args.forEach(({ type }, index) => {
    const tried = args.map((arg, at): Expression => (at === index ? column('t', `c${index}`, type) : arg));
    try {
      make(tried);
      args.splice(index, 1, column('t', `c${index}`, type));
    } catch {
      // A constant is required here.
    }
  });
  return make(args);
}

function wrong(what: string): Verdict {
  return { kind: 'wrong', what };
}

/** The IR of a call twice, of constants and of columns; or a verdict where it is refused. */
function buildBoth(call: Call, expected: PostgresAnswer, text: string): readonly Expression[] | Verdict {
  const resultType = resultTypeOf(call, expected);
  try {
    const both = [build(call, resultType, false), build(call, resultType, true)];
    const mapped = dataTypeOf(resultType, -1);
    const bad = both.find(
      ({ type }) => expected.kind === 'value' && mapped.kind === 'type' && !sameType(type, mapped.type),
    );
    return bad === undefined ? both : wrong(`${text} has type ${printType(bad.type)}`);
  } catch (error) {
    if (!(error instanceof SqlError)) return wrong(`${text}: ${String(error)}`);
    if (error.sqlState === '0A000') return { kind: 'refused' };
    const isSame = expected.kind === 'error' && expected.sqlState === error.sqlState;
    return isSame ? { kind: 'same' } : wrong(`${text}: ${String(error)}`);
  }
}

function relationOf(args: readonly Argument[]): Relation {
  const fields = args.map(({ type }, index) => ({ name: `c${index}`, type, nullable: true }));
  const row = args.map(({ value, type }) => literal(value, type));
  return { kind: 'values', alias: 't', fields, rows: [row] };
}

type Got = { readonly text: string | null } | { readonly error: string };

function judge(call: Call, expected: PostgresAnswer, got: Got, what: string, digits: number | undefined): Verdict {
  if ('error' in got) {
    const raised = got.error.slice(0, 120);
    if (expected.kind !== 'error') return wrong(`${what}: ${expected.text}, but raised ${raised}`);
    const state = sqlStateOf(got.error);
    const isSame = state === expected.sqlState || COARSE_STATES.has(`${expected.sqlState} ${state}`);
    return isSame ? { kind: 'same' } : wrong(`${what}: raised ${expected.sqlState}, but ${state} (${raised})`);
  }
  if (expected.kind === 'error') return wrong(`${what}: raised ${expected.sqlState}, but ${got.text}`);
  const [want, have] = [expected.text, got.text].map((value) => canonical(value, resultTypeOf(call, expected), digits));
  return want === have ? { kind: 'same' } : wrong(`${what}: ${want}, but ${have}`);
}

/** Runs calls on both engines, once with constants and once with columns, and tells whether they agree. */
export async function compare(
  postgres: Postgres,
  duckdb: Duckdb,
  calls: readonly Call[],
  digits?: number,
): Promise<readonly Verdict[]> {
  const answers = await postgres.answers(calls.map((call) => show(call.sql, call.args)));
  const verdicts: Verdict[] = [];
  for (const [index, call] of calls.entries()) {
    const expected = answers[index];
    if (expected !== undefined) verdicts.push(await compareOne(duckdb, call, expected, digits));
  }
  return verdicts;
}

async function compareOne(
  duckdb: Duckdb,
  call: Call,
  expected: PostgresAnswer,
  digits: number | undefined,
): Promise<Verdict> {
  const text = show(call.sql, call.args);
  const both = buildBoth(call, expected, text);
  if ('kind' in both) return both;
  const relation = relationOf(call.args);
  const together = await ask(duckdb, relation, both);
  const answers =
    'texts' in together
      ? together.texts.map((value): Got => ({ text: value }))
      : await Promise.all(
          both.map(async (made): Promise<Got> => {
            const alone = await ask(duckdb, relation, [made]);
            return 'error' in alone ? alone : { text: alone.texts[0] ?? null };
          }),
        );
  const verdicts = answers.map((got, index) =>
    judge(call, expected, got, `${text} (${index === 0 ? 'constants' : 'columns'})`, digits),
  );
  return verdicts.find(({ kind }) => kind === 'wrong') ?? { kind: 'same' };
}

const resultTypeOf = (call: Call, expected: PostgresAnswer) =>
  expected.kind === 'value' ? expected.typeOid : (call.resultType ?? call.args[0]?.typeOid ?? OID.text);

async function ask(
  duckdb: Duckdb,
  relation: Relation,
  made: readonly Expression[],
): Promise<{ readonly texts: readonly (string | null)[] } | { readonly error: string }> {
  const items = made.map(({ type }, index) =>
    type.kind === 'binary' ? `'\\x' || lower(hex(e${index}))` : `CAST(e${index} AS VARCHAR)`,
  );
  try {
    const [row] = await duckdb.rows(`SELECT ${items.join(', ')} FROM (${printSelect(relation, made)})`);
    return { texts: row ?? [] };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
