import { compareResults } from '../../support/postgres-oracle-compare.js';
import type { TextResult } from '../../support/postgres-oracle-session.js';
import { Choices } from '../choices.js';
import { type Stage, type Tally, Violation } from '../properties.js';
import { describeWorld } from '../world/describe-world.js';
import { askDoor, type DoorAnswer } from './ask-door.js';
import { SelectGenerator } from './generate-select.js';
import { type MakeStatements, type SqlSeat, type SqlWorld, sqlSeats, sqlWorldOf } from './sql-stage.js';
import { type SqlText, withLiterals, withParameters } from './statement-text.js';

/** Codes of errors that a value of a row may raise, and a row too many. */
const DATA_ERROR = /^(22|21000)/u;

/** The engine's own word for a form of query that it does not run: as good as refused, in no better words. */
const ENGINE_LACKS = /^Not implemented Error/u;

/** An assertion of the engine's own planner that failed: no answer of ours, and told apart so that it stays rare. */
const ENGINE_FAULT = /^INTERNAL Error/u;

/** One statement of a case, in the forms that it is asked in. */
interface Asked {
  readonly sql: SqlText;
  readonly literal: string;
  readonly text: string;
  readonly values: readonly (string | null)[];
}

export function sqlViolation(stage: Stage, property: string, what: string, at: SqlSeat, text: string): Violation {
  const { caller } = at.seat;
  return new Violation(
    [
      `${property}: ${what}`,
      `caller: ${caller.user} of [${caller.groups.join(', ')}]`,
      `statement: ${text}`,
      describeWorld(stage.world, stage.base.data),
    ].join('\n'),
  );
}

/** A result as one text; rows that are in no order are put in one. */
export function saidBy(answer: DoorAnswer, ordered: boolean): string {
  if (answer.kind === 'error') return answer.told;
  const rows = answer.rows.map((row) => JSON.stringify(row));
  return JSON.stringify([answer.fields, ordered ? rows : rows.sort()]);
}

/** Whether a row that the caller sees makes some part of the statement raise. */
async function mayRaise(world: SqlWorld, seat: number, { probes }: SqlText): Promise<boolean> {
  for (const { table, expression } of probes) {
    const answer = await world.postgres.run(seat, `SELECT count(${expression}) FROM ${table}`);
    if (answer.kind === 'error') return true;
  }
  return false;
}

/** door ≡ Postgres over the caller's slice. */
async function checkAgainstPostgres(
  stage: Stage,
  world: SqlWorld,
  at: SqlSeat,
  asked: Asked,
  answer: DoorAnswer,
  tally: Tally,
): Promise<void> {
  const fail = (what: string) => sqlViolation(stage, 'door ≡ Postgres', what, at, asked.literal);
  const expected = await world.postgres.run(at.index, asked.literal);
  if (answer.kind === 'error') {
    if (answer.sqlState === '0A000' || ENGINE_LACKS.test(answer.log)) {
      tally.add('refused');
      tally.add(`refused: ${answer.log === '' ? answer.message : answer.log}`);
      return;
    }
    if (ENGINE_FAULT.test(answer.log)) {
      tally.add('engine faults');
      tally.add(`engine fault: ${answer.log.split('\n')[0]} in ${asked.literal}`);
      return;
    }
    const isTold = expected.kind === 'error' && expected.sqlState === answer.sqlState;
    if (DATA_ERROR.test(answer.sqlState) && (isTold || (await mayRaise(world, at.index, asked.sql)))) {
      tally.add('raised');
      return;
    }
    throw fail(`${answer.sqlState} ${answer.message} (${answer.log}), Postgres gives ${shortly(expected)}`);
  }
  if (expected.kind === 'error') {
    // An engine may leave out what another evaluates, on visible rows alone.
    if (DATA_ERROR.test(expected.sqlState) && asked.sql.probes.length > 0) {
      tally.add('raises in Postgres alone');
      return;
    }
    throw fail(`${answer.rows.length} rows, Postgres gives ${expected.sqlState} ${expected.message}`);
  }
  const difference = compareResults(expected, answer, { ordered: asked.sql.ordered, approximate: true });
  if (difference !== undefined) throw fail(difference);
  if (answer.rows.length > 0) tally.add('with rows');
}

function shortly(answer: { readonly kind: string; readonly sqlState?: string } & Partial<TextResult>): string {
  return answer.kind === 'error' ? `error ${answer.sqlState}` : `${answer.rows?.length} rows`;
}

/** Only what the caller may not see differs, so neither rows nor errors may. */
async function checkUnchanged(
  stage: Stage,
  at: SqlSeat,
  asked: Asked,
  answer: DoorAnswer,
  tally: Tally,
): Promise<void> {
  if (at.seat.changes > 0) tally.add('hidden data changed');
  const other = await askDoor(at.changed, at.seat.caller, asked.text, asked.values);
  const { ordered } = asked.sql;
  if (saidBy(other, ordered) === saidBy(answer, ordered)) return;
  const what = `${saidBy(answer, ordered)} became ${saidBy(other, ordered)}`;
  throw sqlViolation(stage, 'non-interference', what, at, asked.literal);
}

/** The forms of a generated statement: constants in their places, or some share as parameters. */
function askedOf(choices: Choices, sql: SqlText): Asked {
  const literal = withLiterals(sql.template, sql.constants);
  if (!choices.maybe(0.4)) return { sql, literal, text: literal, values: [] };
  return { sql, literal, ...withParameters(sql.template, sql.constants) };
}

/**
 * Draws a statement from each tape and checks the door's answer: against Postgres over the visible rows, and against
 * the same over data that differs in what is hidden.
 * @throws Violation
 */
export function checkStatements(make?: MakeStatements) {
  return async (stage: Stage, tally: Tally): Promise<void> => {
    const world = await sqlWorldOf(stage);
    const seats = sqlSeats(stage, world, make);
    for (const tape of stage.tapes.requests) {
      const choices = new Choices(tape);
      const at = choices.pick(seats);
      if (at.seat.view.types.size === 0) continue;
      const asParameters = new Choices([choices.below(2 ** 31) * 2]);
      const sql = new SelectGenerator(choices, stage.world, at.seat.view).statement();
      const asked = askedOf(asParameters, sql);
      const answer = await askDoor(at.door, at.seat.caller, asked.text, asked.values);
      tally.add('statements');
      if (asked.values.length > 0) tally.add('with parameters');
      if (sql.probes.length > 0) tally.add('could raise');
      await checkAgainstPostgres(stage, world, at, asked, answer, tally);
      await checkUnchanged(stage, at, asked, answer, tally);
    }
  };
}
