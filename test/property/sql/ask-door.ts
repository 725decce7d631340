import type { FieldDescription, Statements } from '../../../src/doors/sql/border.js';
import { SqlError } from '../../../src/doors/sql/sql-error.js';
import { GatewayError } from '../../../src/errors.js';
import type { TextResult } from '../../support/postgres-oracle-session.js';
import { CATALOG, type Caller } from '../world/model.js';
import { identityOf } from '../world/open-world.js';

/** What a client gets: rows of texts, or the fields of ErrorResponse that it can read. */
export type DoorAnswer =
  | ({ readonly kind: 'rows' } & TextResult)
  | {
      readonly kind: 'error';
      readonly sqlState: string;
      readonly message: string;
      /** All that the client is told, as one text. */
      readonly told: string;
      /** What the operator's log is told beside it. */
      readonly log: string;
    };

type Cell = string | null;

/** The cells of DataRow messages, as the protocol lays them out. */
export function readRows(bytes: Buffer): readonly (readonly Cell[])[] {
  const rows: Cell[][] = [];
  for (let at = 0; at < bytes.length; at += 1 + bytes.readUInt32BE(at + 1)) {
    if (bytes[at] !== 0x44) throw new Error(`Not a DataRow: ${bytes[at]}.`);
    const row: Cell[] = [];
    let place = at + 7;
    for (let left = bytes.readUInt16BE(at + 5); left > 0; left -= 1) {
      const length = bytes.readInt32BE(place);
      place += 4;
      row.push(length < 0 ? null : bytes.toString('utf8', place, place + length));
      place += Math.max(0, length);
    }
    rows.push(row);
  }
  return rows;
}

const fieldsOf = (fields: readonly FieldDescription[]) => fields.map(({ name, typeOid }) => ({ name, typeOid }));

export function errorAnswer(error: unknown): DoorAnswer {
  if (!(error instanceof SqlError)) throw error;
  const { sqlState, message, position, detail, hint, severity } = error;
  const { cause } = error;
  const log = cause instanceof GatewayError ? (cause.operatorDetail ?? cause.message) : String(cause ?? '');
  const told = JSON.stringify([severity, sqlState, message, position, detail, hint]);
  return { kind: 'error', sqlState, message, told, log };
}

const NO_SETTINGS = { get: () => undefined };

/** A statement that was parsed and may be executed over and over, as a session does with a named one. */
export interface Kept {
  execute(values: readonly Cell[]): Promise<DoorAnswer>;
}

/** Parses one statement below the socket. @throws SqlError */
export async function prepareAt(statements: Statements, caller: Caller, text: string): Promise<Kept> {
  const context = { identity: identityOf(caller), database: CATALOG, settings: NO_SETTINGS };
  const [statement, ...more] = statements.parse(text);
  if (statement === undefined || more.length > 0) throw new Error(`Not one statement: ${text}`);
  const prepared = await statements.prepare(statement, [], context, new AbortController().signal);
  return {
    async execute(values) {
      try {
        const bytes = values.map((value) => (value === null ? null : Buffer.from(value)));
        const bound = { values: bytes, formats: [], resultFormats: [] };
        const execution = await prepared.execute(bound, new AbortController().signal);
        const rows: (readonly Cell[])[] = [];
        for await (const batch of execution.batches) rows.push(...readRows(batch.encode(0, batch.rowCount)));
        return { kind: 'rows', fields: fieldsOf(prepared.fields), rows };
      } catch (error) {
        return errorAnswer(error);
      }
    },
  };
}

/** Runs one statement below the socket, every value in its text form. */
export async function askDoor(
  statements: Statements,
  caller: Caller,
  text: string,
  values: readonly Cell[] = [],
): Promise<DoorAnswer> {
  try {
    const kept = await prepareAt(statements, caller, text);
    return await kept.execute(values);
  } catch (error) {
    return errorAnswer(error);
  }
}
