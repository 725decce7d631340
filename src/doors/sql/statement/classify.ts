import { quoteName } from '../analysis/quote.js';
import type { ParsedStatement } from '../border.js';
import { SqlError } from '../sql-error.js';
import { assertAllowed, nameOfNode, refused } from './allowed-nodes.js';
import { assertCopyOut } from './copy-statement.js';
import { assertExplainable } from './explain-parts.js';
import { constantText, isObject, listField, type SyntaxNode, tagged, textField } from './syntax-tree.js';

/** A statement's slice of the query string, and where its parts are. */
export interface StatementSlice {
  readonly text: string;
  readonly offset: number;
  /** 1-based character position of a byte offset of the whole query string. */
  readonly place: (byteOffset: number) => number;
  /** The rest of the statement behind the first keyword `word` that no parenthesis holds. */
  readonly behind: (word: string) => { readonly text: string; readonly offset: number };
}

/** Bits of a cursor's options, of Postgres's parsenodes.h. */
const CURSOR_BINARY = 0x1;
const CURSOR_SCROLL = 0x2;
const CURSOR_HOLD = 0x20;
/** FETCH ALL comes as the largest count. */
const FETCH_ALL = 2 ** 31 - 1;

/** Settings that are lists of names: each name is quoted again, or it would lose its case and its spaces. */
const LISTS_OF_NAMES = new Set(['search_path', 'temp_tablespaces']);

/** Settings that would make the caller another. */
const IDENTITY_SETTINGS = new Set(['role', 'session_authorization']);

/** Tags of statements that would change data, tables or grants. */
const WRITES =
  /^(?:Insert|Update|Delete|Merge|Truncate|Create|Alter|Drop|Grant|Rename|View|Index|Comment|Do|Call|Vacuum|Lock)/u;

type Classified = ParsedStatement;
type Base = Pick<ParsedStatement, 'text' | 'offset'>;

function transaction(fields: SyntaxNode, base: Base): Classified {
  const name = textField(fields, 'savepoint_name') ?? '';
  if (fields.chain === true) throw new SqlError('0A000', 'AND CHAIN is not supported');
  switch (fields.kind) {
    case 'TRANS_STMT_BEGIN':
      return { ...base, kind: 'begin', tag: 'BEGIN' };
    case 'TRANS_STMT_START':
      return { ...base, kind: 'begin', tag: 'START TRANSACTION' };
    case 'TRANS_STMT_COMMIT':
      return { ...base, kind: 'commit' };
    case 'TRANS_STMT_ROLLBACK':
      return { ...base, kind: 'rollback' };
    case 'TRANS_STMT_SAVEPOINT':
      return { ...base, kind: 'savepoint', name };
    case 'TRANS_STMT_RELEASE':
      return { ...base, kind: 'release', name };
    case 'TRANS_STMT_ROLLBACK_TO':
      return { ...base, kind: 'rollback-to', name };
    default:
      throw new SqlError('0A000', 'two-phase commit is not supported');
  }
}

function settingValue(fields: SyntaxNode, name: string): string {
  const values = listField(fields, 'args').map((argument) => {
    const value = tagged(argument)?.tag === 'TypeCast' ? undefined : constantText(argument);
    if (typeof value !== 'string') throw new SqlError('0A000', 'SET takes plain constants only');
    const isPlain = !LISTS_OF_NAMES.has(name) || /^[a-z_][a-z0-9_$]*$/u.test(value);
    return isPlain ? value : quoteName(value);
  });
  return values.join(', ');
}

/** SET TRANSACTION and SET SESSION CHARACTERISTICS, apart from SNAPSHOT: the isolation level is remembered, the rest holds anyway. */
function transactionSetting(fields: SyntaxNode, base: Base): Classified {
  const session = textField(fields, 'name') === 'SESSION CHARACTERISTICS';
  if (textField(fields, 'name') === 'TRANSACTION SNAPSHOT') {
    throw new SqlError('0A000', 'SET TRANSACTION SNAPSHOT is not supported');
  }
  const options = listField(fields, 'args').map((option) => tagged(option)?.fields ?? {});
  const isolation = options.find((option) => option.defname === 'transaction_isolation');
  const value = isolation === undefined ? undefined : constantText(isolation.arg);
  if (typeof value !== 'string') return { ...base, kind: 'ignored', tag: 'SET' };
  const name = session ? 'default_transaction_isolation' : 'transaction_isolation';
  return { ...base, kind: 'set', name, value, local: !session, tag: 'SET' };
}

function setting(fields: SyntaxNode, base: Base): Classified {
  const name = (textField(fields, 'name') ?? '').toLowerCase();
  const local = fields.is_local === true;
  const kind = fields.kind;
  if (kind === 'VAR_RESET_ALL') return { ...base, kind: 'reset-all' };
  if (kind === 'VAR_SET_MULTI') return transactionSetting(fields, base);
  const isReset = kind === 'VAR_RESET';
  const value = isReset || kind === 'VAR_SET_DEFAULT' ? undefined : settingValue(fields, name);
  if (IDENTITY_SETTINGS.has(name)) {
    if (value !== undefined && value !== 'none') {
      throw new SqlError('42501', `permission denied to set ${name.replace('_', ' ')}`);
    }
    return { ...base, kind: 'ignored', tag: isReset ? 'RESET' : 'SET' };
  }
  return { ...base, kind: 'set', name, value, local, tag: isReset ? 'RESET' : 'SET' };
}

function fetch(fields: SyntaxNode, base: Base): Classified {
  const count = Number(fields.howMany ?? 0);
  if (fields.direction !== 'FETCH_FORWARD' || count < 0) {
    throw new SqlError('0A000', 'a cursor only moves forward', { hint: 'Use FETCH FORWARD or FETCH NEXT.' });
  }
  const name = textField(fields, 'portalname') ?? '';
  return { ...base, kind: 'fetch', name, count: count >= FETCH_ALL ? 'all' : count, move: fields.ismove === true };
}

function inner(query: unknown, slice: StatementSlice, word: string): Classified {
  const node = tagged(query);
  if (node?.tag !== 'SelectStmt') throw refused(nameOfNode(node?.tag ?? 'a statement'), undefined, slice.place);
  assertAllowed(query, slice.place);
  return { ...slice.behind(word), kind: 'rows' };
}

function prepare(fields: SyntaxNode, slice: StatementSlice, base: Base): Classified {
  const typeNames = listField(fields, 'argtypes').map((type) => {
    const names = isObject(type) ? listField(tagged(type)?.fields ?? type, 'names') : [];
    return names.map((name) => constantText(name) ?? '').at(-1) ?? '';
  });
  const name = textField(fields, 'name') ?? '';
  return { ...base, kind: 'prepare', name, typeNames, query: inner(fields.query, slice, 'as') };
}

function execute(fields: SyntaxNode, base: Base): Classified {
  const values = listField(fields, 'params').map((value) => {
    const text = tagged(value)?.tag === 'TypeCast' ? undefined : constantText(value);
    if (text === undefined) throw new SqlError('0A000', 'EXECUTE takes plain constants only');
    return text;
  });
  return { ...base, kind: 'execute', name: textField(fields, 'name') ?? '', values };
}

function declare(fields: SyntaxNode, slice: StatementSlice, base: Base): Classified {
  const options = Number(fields.options ?? 0);
  return {
    ...base,
    kind: 'declare',
    name: textField(fields, 'portalname') ?? '',
    hold: (options & CURSOR_HOLD) !== 0,
    scroll: (options & CURSOR_SCROLL) !== 0,
    binary: (options & CURSOR_BINARY) !== 0,
    query: inner(fields.query, slice, 'for'),
  };
}

const DISCARDED: Readonly<Record<string, 'ALL' | 'PLANS' | 'SEQUENCES' | 'TEMP'>> = {
  DISCARD_ALL: 'ALL',
  DISCARD_PLANS: 'PLANS',
  DISCARD_SEQUENCES: 'SEQUENCES',
  DISCARD_TEMP: 'TEMP',
};

/**
 * Says what a statement is, by its syntax tree.
 * @throws SqlError 0A000 or 42501 for all that the door does not take
 */
export function classify(statement: unknown, slice: StatementSlice): ParsedStatement {
  const base = { text: slice.text, offset: slice.offset };
  const node = tagged(statement);
  if (node === undefined) throw new SqlError('XX000', 'the syntax tree cannot be read');
  const { tag, fields } = node;
  switch (tag) {
    case 'SelectStmt':
      assertAllowed(statement, slice.place);
      return { ...base, kind: 'rows' };
    case 'TransactionStmt':
      return transaction(fields, base);
    case 'VariableSetStmt':
      return setting(fields, base);
    case 'VariableShowStmt': {
      const name = (textField(fields, 'name') ?? '').toLowerCase();
      return name === 'all' ? { ...base, kind: 'show-all' } : { ...base, kind: 'show', name };
    }
    case 'DiscardStmt':
      return { ...base, kind: 'discard', target: DISCARDED[String(fields.target)] ?? 'ALL' };
    case 'DeallocateStmt':
      return { ...base, kind: 'deallocate', name: textField(fields, 'name') };
    case 'PrepareStmt':
      return prepare(fields, slice, base);
    case 'ExecuteStmt':
      return execute(fields, base);
    case 'DeclareCursorStmt':
      return declare(fields, slice, base);
    case 'FetchStmt':
      return fetch(fields, base);
    case 'ClosePortalStmt':
      return { ...base, kind: 'close', name: textField(fields, 'portalname') };
    case 'CopyStmt':
      assertCopyOut(fields);
      assertAllowed(fields.query, slice.place);
      return { ...base, kind: 'rows', form: 'copy' };
    case 'ExplainStmt':
      assertExplainable(fields, slice.place);
      assertAllowed(fields.query, slice.place);
      return { ...base, kind: 'rows', form: 'explain' };
    case 'UnlistenStmt':
      return { ...base, kind: 'ignored', tag: 'UNLISTEN' };
    default:
      throw new SqlError('0A000', `${nameOfNode(tag)} is not supported`, {
        position: slice.offset + 1,
        hint: WRITES.test(tag) ? 'The door only reads.' : undefined,
      });
  }
}
