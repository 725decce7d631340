import { Choices } from '../choices.js';
import { mayRaise } from '../oracle/may-raise.js';
import type { Stage, Tally } from '../properties.js';
import { RequestGenerator } from '../query/generate-request.js';
import type { RootMember } from '../query/model.js';
import { printRequest } from '../query/print-request.js';
import type { ColumnType } from '../world/model.js';
import { askDoor } from './ask-door.js';
import { type Printed, SqlPrinter, sayable } from './print-graphql-as-sql.js';
import { sqlViolation } from './sql-properties.js';
import { type SqlSeat, sqlSeats, sqlWorldOf } from './sql-stage.js';

/** SQL's text of a value as GraphQL's JSON has it. */
function asJson(cell: string | null, type: ColumnType): unknown {
  if (cell === null) return null;
  switch (type.kind) {
    case 'boolean':
      return cell === 't';
    case 'int':
    case 'double':
      return Number(cell);
    case 'timestamp':
      return `${cell.replace(' ', 'T').replace(/\+00$/u, '')}Z`;
    default:
      return cell;
  }
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (current, key) => (current === null ? null : (current as Readonly<Record<string, unknown>>)[key]),
    value,
  );
}

/** The statements for one member of a request, and what GraphQL's reply says to each. */
function printed(
  printer: SqlPrinter,
  member: RootMember,
): readonly { readonly statement: Printed; readonly rowsOf: (reply: unknown) => unknown }[] {
  if (member.kind === 'groups') {
    const { type, filter, members } = member.groups;
    return [{ statement: printer.groups(type, filter, members), rowsOf: (reply) => at(reply, [member.key]) }];
  }
  if (member.kind !== 'list') return [];
  const { type, arguments: args, members } = member.list;
  return members.flatMap((one) => {
    const rowsOf = (reply: unknown) => at(reply, [member.key, one.key]);
    if (one.kind === 'nodes') return [{ statement: printer.list(type, args, one.item), rowsOf }];
    const count = { path: [], sql: 'count(*)', type: { kind: 'int' } } as const;
    return [
      {
        statement: { text: printer.count(type, args.filter), columns: [count] },
        rowsOf: (reply: unknown) => [rowsOf(reply)],
      },
    ];
  });
}

async function checkMember(stage: Stage, seat: SqlSeat, member: RootMember, tally: Tally): Promise<void> {
  const { caller, view, alone } = seat.seat;
  const document = printRequest(stage.world, [member], new Map());
  const answer = await alone.ask(caller, document.text, document.variables);
  const raises = mayRaise(view, [member]);
  if (answer.data === undefined || answer.errors.length > 0) {
    // A number that JSON cannot say, or a division by a visible zero.
    tally.add('not said by GraphQL');
    return;
  }
  for (const { statement, rowsOf } of printed(new SqlPrinter(stage.world), member)) {
    const said = await askDoor(seat.door, caller, statement.text);
    tally.add('GraphQL beside SQL');
    const fail = (what: string) =>
      sqlViolation(stage, 'GraphQL ≡ SQL', `${document.text}: ${what}`, seat, statement.text);
    if (said.kind === 'error') {
      if (raises && said.sqlState.startsWith('22')) continue;
      throw fail(`${said.sqlState} ${said.message} (${said.log})`);
    }
    const expected = said.rows.map((row) =>
      statement.columns.map(({ type }, index) => asJson(row[index] ?? null, type)),
    );
    const rows = rowsOf(answer.data);
    if (!Array.isArray(rows)) throw fail('no rows');
    const given = rows.map((row: unknown) => statement.columns.map(({ path }) => at(row, path)));
    if (JSON.stringify(given) !== JSON.stringify(expected)) {
      throw fail(`GraphQL says ${JSON.stringify(given)}, SQL ${JSON.stringify(expected)}`);
    }
    if (rows.length > 0) tally.add('both with rows');
  }
}

/** What GraphQL answers, SQL answers too, where both can say it. @throws Violation */
export async function checkGraphqlBesideSql(stage: Stage, tally: Tally): Promise<void> {
  const seats = sqlSeats(stage, await sqlWorldOf(stage));
  for (const tape of stage.tapes.requests) {
    const choices = new Choices(tape);
    const seat = choices.pick(seats);
    if (seat.seat.view.types.size === 0) continue;
    const request = new RequestGenerator(choices, stage.world, seat.seat.view, stage.base.data).request();
    for (const member of request) {
      const plain = sayable(member, stage.world);
      if (plain !== undefined) await checkMember(stage, seat, plain, tally);
    }
  }
}
