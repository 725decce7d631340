import type { ParsedStatement } from '../border.js';
import { SqlError } from '../sql-error.js';
import type { TransactionStatus } from '../wire/backend-messages.js';
import type { Notice } from '../wire/error-response.js';
import type { PortalStore } from './portal-store.js';
import type { Settings, SettingsSnapshot } from './settings.js';

/** What a rollback goes back to. */
interface Mark {
  readonly settings: SettingsSnapshot;
  readonly portals: number;
}

interface Savepoint extends Mark {
  readonly name: string;
}

const MAX_SAVEPOINTS = 1_000;
/** What a failed transaction still takes. */
const WAYS_OUT: ReadonlySet<ParsedStatement['kind']> = new Set(['commit', 'rollback', 'rollback-to', 'empty']);

function warning(sqlState: string, message: string): Notice {
  return { severity: 'WARNING', sqlState, message };
}

function notInBlock(what: string): SqlError {
  return new SqlError('25P01', `${what} can only be used in transaction blocks`);
}

/**
 * The transaction of one session. Nothing is ever written, so what it holds together are settings and portals.
 * Outside a block (BEGIN … COMMIT), the statements of one query string, or of the messages up to Sync, are one
 * implicit transaction.
 */
export class Transaction {
  readonly #settings: Settings;
  readonly #portals: PortalStore;
  readonly #notify: (notice: Notice) => void;
  #block: 'none' | 'open' | 'failed' = 'none';
  #start: Mark | undefined;
  #isOfSeveral = false;
  #savepoints: Savepoint[] = [];

  constructor(settings: Settings, portals: PortalStore, notify: (notice: Notice) => void) {
    this.#settings = settings;
    this.#portals = portals;
    this.#notify = notify;
  }

  get status(): TransactionStatus {
    if (this.#block === 'none') return 'I';
    return this.#block === 'open' ? 'T' : 'E';
  }

  /** @throws SqlError 25P02 if the transaction has failed and `kind` does not end it */
  assertAllows(kind: ParsedStatement['kind']): void {
    if (this.#block !== 'failed' || WAYS_OUT.has(kind)) return;
    const message = 'current transaction is aborted, commands ignored until end of transaction block';
    throw new SqlError('25P02', message);
  }

  /** Makes sure that there is a transaction. @param isOfSeveral whether more statements than one are its own */
  enter(isOfSeveral: boolean): void {
    if (this.#start === undefined) {
      this.#start = this.#mark();
      this.#isOfSeveral = isOfSeveral;
    } else {
      this.#isOfSeveral ||= isOfSeveral;
    }
  }

  /** True inside BEGIN … COMMIT, and where several statements stand in one implicit transaction. */
  get isInBlock(): boolean {
    return this.#block !== 'none' || this.#isOfSeveral;
  }

  /** @throws SqlError 25001 for a statement that must stand alone */
  assertAlone(what: string): void {
    if (this.isInBlock) throw new SqlError('25001', `${what} cannot run inside a transaction block`);
  }

  /** @throws SqlError 25P01 for a statement that makes no sense alone */
  assertInBlock(what: string): void {
    if (!this.isInBlock) throw notInBlock(what);
  }

  begin(): void {
    if (this.#block === 'none') this.#block = 'open';
    else this.#notify(warning('25001', 'there is already a transaction in progress'));
  }

  /** @returns CommandComplete's tag: a failed transaction is rolled back */
  async commit(): Promise<'COMMIT' | 'ROLLBACK'> {
    if (this.#block === 'failed') return this.rollback();
    if (this.#block === 'none') this.#notify(warning('25P01', 'there is no transaction in progress'));
    await this.#end('keep');
    return 'COMMIT';
  }

  async rollback(): Promise<'ROLLBACK'> {
    if (this.#block === 'none') this.#notify(warning('25P01', 'there is no transaction in progress'));
    await this.#end('undo');
    return 'ROLLBACK';
  }

  savepoint(name: string): void {
    if (this.#block === 'none') throw notInBlock('SAVEPOINT');
    if (this.#savepoints.length >= MAX_SAVEPOINTS) {
      throw new SqlError('54000', `a transaction may have no more than ${MAX_SAVEPOINTS} savepoints`);
    }
    this.#savepoints.push({ name, ...this.#mark() });
  }

  release(name: string): void {
    this.#savepoints.length = this.#indexOf(name, 'RELEASE SAVEPOINT');
  }

  async rollbackTo(name: string): Promise<void> {
    const index = this.#indexOf(name, 'ROLLBACK TO SAVEPOINT');
    this.#savepoints.length = index + 1;
    const savepoint = this.#savepoints[index];
    if (savepoint === undefined) return;
    this.#settings.restore(savepoint.settings);
    this.#block = 'open';
    await this.#portals.rollBack(savepoint.portals, 'all');
  }

  /** After an error: a block waits for its end, an implicit transaction is rolled back. */
  async fail(): Promise<void> {
    if (this.#block === 'none') await this.#end('undo');
    else this.#block = 'failed';
  }

  /** At the end of a query string, and at Sync. */
  async endImplicit(): Promise<void> {
    if (this.#block === 'none') await this.#end('keep');
  }

  async #end(changes: 'keep' | 'undo'): Promise<void> {
    const start = this.#start;
    this.#block = 'none';
    this.#start = undefined;
    this.#isOfSeveral = false;
    this.#savepoints = [];
    if (changes === 'undo' && start !== undefined) {
      this.#settings.restore(start.settings);
      await this.#portals.rollBack(start.portals, 'held');
    } else {
      await this.#portals.endTransaction();
    }
    this.#settings.endLocal();
  }

  #mark(): Mark {
    return { settings: this.#settings.snapshot(), portals: this.#portals.sequence };
  }

  #indexOf(name: string, what: string): number {
    if (this.#block === 'none') throw notInBlock(what);
    const index = this.#savepoints.findLastIndex((savepoint) => savepoint.name === name);
    if (index < 0) throw new SqlError('3B001', `savepoint "${name}" does not exist`);
    return index;
  }
}
