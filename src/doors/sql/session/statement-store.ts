import type { ParsedStatement, PreparedStatement } from '../border.js';
import { SqlError } from '../sql-error.js';

/** A statement that Parse or PREPARE has made. */
export interface StoredStatement {
  readonly parsed: ParsedStatement;
  /** Of the rows that it gives, or that the cursor gives which it declares. */
  readonly prepared: PreparedStatement | undefined;
  readonly sizeBytes: number;
}

const MAX_STATEMENTS = 1_000;
const MAX_BYTES = 16 * 1024 * 1024;

function unknownStatement(name: string): SqlError {
  const what = name === '' ? 'unnamed prepared statement' : `prepared statement "${name}"`;
  return new SqlError('26000', `${what} does not exist`);
}

/** The prepared statements of one session, by name; '' is the unnamed one. */
export class StatementStore {
  readonly #statements = new Map<string, StoredStatement>();
  #sizeBytes = 0;

  /** @throws SqlError 42P05 for a name in use, 54000 for too many or too long texts */
  checkFree(name: string, sizeBytes: number): void {
    if (name === '') this.remove('');
    if (this.#statements.has(name)) throw new SqlError('42P05', `prepared statement "${name}" already exists`);
    if (this.#statements.size >= MAX_STATEMENTS) {
      throw new SqlError('54000', `a session may have no more than ${MAX_STATEMENTS} prepared statements`);
    }
    if (this.#sizeBytes + sizeBytes > MAX_BYTES) {
      throw new SqlError('54000', `a session's prepared statements may have no more than ${MAX_BYTES} bytes`);
    }
  }

  /** @throws SqlError as `checkFree` does */
  add(name: string, statement: StoredStatement): void {
    this.checkFree(name, statement.sizeBytes);
    this.#statements.set(name, statement);
    this.#sizeBytes += statement.sizeBytes;
  }

  /** @throws SqlError 26000 if there is none */
  get(name: string): StoredStatement {
    const statement = this.#statements.get(name);
    if (statement === undefined) throw unknownStatement(name);
    return statement;
  }

  /** @returns whether there was one */
  remove(name: string): boolean {
    this.#sizeBytes -= this.#statements.get(name)?.sizeBytes ?? 0;
    return this.#statements.delete(name);
  }

  /** @throws SqlError 26000 if there is none */
  deallocate(name: string): void {
    if (!this.remove(name)) throw unknownStatement(name);
  }

  clear(): void {
    this.#statements.clear();
    this.#sizeBytes = 0;
  }
}
